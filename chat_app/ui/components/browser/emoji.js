// What is known of emojis, fetched when it is first wanted, and what this browser remembers of them.

import { spoken } from "./language.js";

const MODIFIERS = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];
const RECENT = "chat.emoji.recent";
const TONE = "chat.emoji.tone";
const MOST_RECENT = 24;

const wanted = {}; // by language

/** The catalogue: `[{ category, emojis: [{ char, name, codes, tones, terms }] }]`. A failure is tried anew. */
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
    emojis: entries.map(([char, english, others, tones]) => {
      const name = names[char] ?? english;
      const own = english.replaceAll(" ", "_");
      const codes = [...others.split(" "), taken.has(own) ? "" : own].filter(Boolean);
      return { char, name, codes, tones, terms: fold(`${name} ${english} ${others.replaceAll("_", " ")}`) };
    }),
  }));
}

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** Those of which each word of `query` begins a word; the ones that begin with it first. */
export function search(categories, query) {
  const words = fold(query).split(/[\s_:]+/).filter(Boolean);
  const found = categories.flatMap((each) => each.emojis).filter(({ terms }) =>
    words.every((word) => terms.startsWith(word) || terms.includes(` ${word}`)));
  const rank = ({ name, codes }) => (codes.includes(words.join("_")) ? 0 : fold(name).startsWith(words[0]) ? 1 : 2);
  return found.map((one) => [rank(one), one]).sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** Those with a shortcode that begins with `start`, or else has it within: `{ char, code }`. */
export function complete(categories, start, most) {
  const low = start.toLowerCase();
  const found = [[], [], []];
  for (const one of categories.flatMap((each) => each.emojis)) {
    const code = one.codes.find((c) => c.toLowerCase().startsWith(low)) ??
      (low.length > 2 && one.codes.find((c) => c.toLowerCase().includes(low)));
    if (!code) continue;
    const rank = code.toLowerCase() === low ? 0 : code.toLowerCase().startsWith(low) ? 1 : 2;
    found[rank].push({ ...one, code });
  }
  return found.flat().slice(0, most);
}

/** The emoji in a skin tone (0: none), if it takes one: its first sign does, and of some its last too. */
export function toned({ char, tones }, tone) {
  if (!tones || !tone) return char;
  const [first, ...rest] = char;
  if (rest[0] === "\ufe0f") rest.shift();
  return first + MODIFIERS[tone] + rest.join("") + (tones === 2 ? MODIFIERS[tone] : "");
}

/** Without skin tone and variation selector: what an emoji is known by. */
export const plain = (char) => char.replace(/[\u{1f3fb}-\u{1f3ff}\ufe0f]/gu, "");

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
