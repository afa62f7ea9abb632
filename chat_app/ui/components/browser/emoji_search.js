// Finding emojis by what people call them: names, shortcodes, and everyday words (`chat_app/text/emojis/words.txt`).

import { fold } from "./folding.js";

/** Without skin tone and variation selector: what an emoji is known by. */
export const plain = (char) => char.replace(/[\u{1f3fb}-\u{1f3ff}]|\ufe0f/gu, "");

/** Those of which each word of `query` begins a word; those that are called so first, then those that begin with it. */
export function search(categories, query) {
  const words = fold(query)
    .split(/[\s_:]+/)
    .filter(Boolean);
  const whole = words.join("_");
  const found = categories
    .flatMap((each) => each.emojis)
    .filter(({ terms }) => words.every((word) => terms.startsWith(word) || terms.includes(` ${word}`)));
  const rank = (one) => {
    if (one.codes.includes(whole)) return 0;
    if (one.words.includes(whole)) return one.words.indexOf(whole) / one.words.length; // the likeliest word is its first
    return [fold(one.name), ...one.words].some((name) => name.startsWith(words[0])) ? 1 : 2;
  };
  return found
    .map((one) => [rank(one), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

/**
 * Those with a shortcode that is, or begins with, what is written, or has it within: `{ char, code }`. Within, a word
 * that begins so comes first. Of equals, what was used lately, then the shorter. Everyday words find them too.
 */
export function complete(categories, start, most, recent = []) {
  const low = fold(start);
  const rankOf = (code) => {
    const at = fold(code).indexOf(low);
    if (at <= 0) return at < 0 ? Infinity : code.length === low.length ? 0 : 1;
    return low.length < 3 ? Infinity : /[_-]/.test(code[at - 1]) ? 2 : 3;
  };
  const used = recent.map(plain);
  const lately = (char) => (used.includes(plain(char)) ? used.indexOf(plain(char)) : Infinity);
  const better = (a, b) => a.rank - b.rank || (a.used !== b.used ? a.used - b.used : a.code.length - b.code.length);
  const named = (one) => one.codes.map((code) => ({ ...one, code, rank: rankOf(code), used: 0 }));
  const called = (one) => one.words.map((word) => ({ ...one, code: one.codes[0], rank: rankOf(word), used: 0 }));
  return categories
    .flatMap((each) => each.emojis)
    .map((one) => [...named(one), ...called(one)].sort(better)[0])
    .filter((one) => one?.rank < Infinity && one.code)
    .map((one) => ({ ...one, used: lately(one.char) }))
    .sort(better)
    .slice(0, most);
}
