// What is begun before the caret, by the rules that the server has for the whole (`chat_app/text/markdown`).

// Letters of scripts without spaces: behind them a name or a shortcode may begin as behind a space.
export const SPACELESS =
  "\\u0e00-\\u0fff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30fa\\u30fc-\\u318f\\u31f0-\\u31ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7ff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";

const behind = (tied) => `(?:^|[${SPACELESS}]|[^\\p{L}\\p{N}${tied}])`;

/** An `@` and what may be the beginning of a name, which is group 1. */
export const MENTION = new RegExp(`${behind("_@\\\\")}@([\\p{L}\\p{N}_.-]*)$`, "u");
/** A shortcode that has been begun: group 1, and without its colon group 2. */
export const SHORTCODE = new RegExp(`${behind(":/\\\\@#$%&=+\\-<\\[\\]{}|^`")}(:([\\p{L}\\d_+\\-]{2,}))$`, "u");
