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

/**
 * Those with a shortcode that is, or begins with, what is written, or has it within: `{ char, code }`. Within, a word
 * that begins so comes first. Of equals, what was used lately, then the shorter.
 */
export function complete(categories, start, most) {
  const low = start.toLowerCase();
  const rankOf = (code) => {
    const at = code.toLowerCase().indexOf(low);
    if (at <= 0) return at < 0 ? Infinity : code.length === low.length ? 0 : 1;
    return low.length < 3 ? Infinity : /[_-]/.test(code[at - 1]) ? 2 : 3;
  };
  const used = recent().map(plain);
  const lately = (char) => (used.includes(plain(char)) ? used.indexOf(plain(char)) : Infinity);
  const better = (a, b) => a.rank - b.rank || (a.used !== b.used ? a.used - b.used : a.code.length - b.code.length);
  return categories
    .flatMap((each) => each.emojis)
    .map((one) => one.codes.map((code) => ({ ...one, code, rank: rankOf(code), used: 0 })).sort(better)[0])
    .filter((one) => one?.rank < Infinity)
    .map((one) => ({ ...one, used: lately(one.char) }))
    .sort(better)
    .slice(0, most);
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
