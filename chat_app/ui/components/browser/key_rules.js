// What a key does among the messages: plain rules, without the page.

/** The places to go to from the message at `at` of those at these `tops` (px), in a log of this `height`. */
const PLACES = {
  ArrowUp: ({ at, tops }) => (at < 0 ? tops.length : at) - 1,
  ArrowDown: ({ at, tops }) => (at < 0 ? tops.length - 1 : at + 1),
  Home: () => 0,
  End: ({ tops }) => tops.length - 1,
  PageUp: ({ at, tops, height }) => {
    const from = at < 0 ? tops.length - 1 : at;
    const first = tops.findIndex((top) => top >= tops[from] - height);
    return Math.max(0, Math.min(first, from - 1)); // at least one further, however tall it is
  },
  PageDown: ({ at, tops, height }) => {
    const from = at < 0 ? tops.length - 1 : at;
    const last = tops.findLastIndex((top) => top <= tops[from] + height);
    return Math.min(tops.length - 1, Math.max(last, from + 1));
  },
};

/**
 * Which message a key leads to: its number, or the number of all of them for what lies behind the newest, where one
 * writes; undefined for a key that leads nowhere. `at` is the message that has the focus, -1 for none.
 */
export function destination(key, { at, tops, height }) {
  if (!Object.hasOwn(PLACES, key) || !tops.length) return undefined;
  const to = PLACES[key]({ at, tops, height });
  return to < 0 ? undefined : to;
}

const hasCommand = (event) => event.ctrlKey || event.altKey || event.metaKey;

/** How a key that stands alone is named in `aria-keyshortcuts`: R, Plus, Delete. */
export const shortcutOf = (event) => {
  if (hasCommand(event)) return "";
  if (event.key === "+") return "Plus";
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
};

/** A letter, and neither a command nor a key that does something here: Space scrolls, ? lists the shortcuts. */
export function isTyping(event) {
  if (hasCommand(event) && !event.getModifierState("AltGraph")) return false;
  return event.key === "Dead" || ([...event.key].length === 1 && !" ?".includes(event.key));
}
