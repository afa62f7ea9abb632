// Names and words without case, accents and apostrophes, as the server looks for them (`fold` in `text/folding.py`).
// A table that both are tested with (`tests/browser/folded.json`) keeps them the same.

// Letters that Unicode does not take apart into a plain one and a mark.
const SPELLED_OUT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };
const APOSTROPHES = /[’‘ʼʻ׳״·‧]/g;
// Nothing is seen of these, or nothing but a stretched word.
const UNSEEN =
  "\\u00ad\\u0600-\\u0605\\u061c\\u0640\\u06dd\\u070f\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff" +
  "\\u{e0001}-\\u{e007f}";
// Marks that leave a letter the same.
const ACCENTS =
  "\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0711\\u0730-\\u074a" +
  "\\u08ca-\\u08ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\u{e0100}-\\u{e01ef}";
// Letters of which such a mark makes another one.
const OTHER_LETTERS = "[иу]\\u0306|і\\u0308|[кг]\\u0301|[يو]\\u0654";
// eslint-disable-next-line no-misleading-character-class -- they are the ends of ranges
const LEFT_OUT = new RegExp(`(${OTHER_LETTERS})|[${UNSEEN}${ACCENTS}]`, "gu");

/** Lower case, also of letters that have no capital of their own. */
const caseless = (text) => text.toUpperCase().toLowerCase();

export const fold = (text) =>
  caseless(text)
    .replace(APOSTROPHES, "'")
    .replace(/[ßæœøłđı]/g, (one) => SPELLED_OUT[one])
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(LEFT_OUT, "$1")
    .normalize("NFC")
    .replaceAll("'", "");
