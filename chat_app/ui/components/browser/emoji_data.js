// What is known of emojis, fetched when it is first wanted, and what this browser remembers of them.

import { fold } from "./folding.js";
import { spoken } from "./language.js";

export { complete, plain, search } from "./emoji_search.js";

const MODIFIERS = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];
const RECENT = "chat.emoji.recent";
const TONE = "chat.emoji.tone";
const MOST_RECENT = 24;

const wanted = {}; // by language

/** The catalogue: `[{ category, emojis: [{ char, name, codes, words, tones, terms }] }]`. A failure is tried anew. */
export function catalogue() {
  const language = spoken();
  wanted[language] ??= load(language).catch((error) => {
    delete wanted[language];
    throw error;
  });
  return wanted[language];
}

const json = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};

async function load(language) {
  const named = language === "en" ? {} : json(`/emojis.${language}.json`);
  const [data, names] = await Promise.all([json("/emojis.json"), named]);
  // A shortcode of one emoji may be the name of another: `:dog:` is the face.
  const taken = new Set(data.flatMap(([, entries]) => entries.flatMap(([, , others]) => others.split(" "))));
  return data.map(([category, entries]) => ({
    category,
    emojis: entries.map(([char, english, others, tones, everyday = ""]) => {
      const name = names[char] ?? english;
      const own = english.replaceAll(" ", "_");
      const codes = [...others.split(" "), taken.has(own) ? "" : own].filter(Boolean);
      const words = fold(everyday).split(" ").filter(Boolean);
      const terms = fold(`${name} ${english} ${others} ${everyday}`.replaceAll("_", " "));
      return { char, name, codes, words, tones, terms };
    }),
  }));
}

/** The emoji in a skin tone (0: none), if it takes one: its first sign does, and of some its last too. */
export function toned({ char, tones }, tone) {
  if (!tones || !tone) return char;
  const [first, ...rest] = char;
  if (rest[0] === "\ufe0f") rest.shift();
  return first + MODIFIERS[tone] + rest.join("") + (tones === 2 ? MODIFIERS[tone] : "");
}

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // forbidden, or not ours
  }
};
const write = (key, value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Then nothing is remembered.
  }
};

export const recent = () => (Array.isArray(read(RECENT)) ? read(RECENT) : []).filter((e) => typeof e === "string");
export const remember = (emoji) => write(RECENT, [emoji, ...recent().filter((e) => e !== emoji)].slice(0, MOST_RECENT));
export const tone = () => (MODIFIERS[read(TONE)] ? read(TONE) : 0);
export const setTone = (number) => write(TONE, number);
