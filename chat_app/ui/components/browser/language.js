import { useSyncExternalStore } from "react";
import { Listeners } from "./listeners.js";

// What the page says, in the reader's language. Sentences go by their English; `{name}` in one is a place for a
// part, and numbers are written as the language writes them. `head.js` has chosen the language by now.

const KEY = "chat.language";
const listeners = new Listeners();
const sayIn = (language, table) => {
  const part = (value) => (typeof value === "number" ? value.toLocaleString(language) : value);
  const say = (sentence) => {
    const { template, parts } = sentence?.template === undefined ? { template: sentence } : sentence;
    const said = table[template] ?? template ?? "";
    return parts ? said.replace(/\{(\w+)\}/g, (place, name) => (name in parts ? part(parts[name]) : place)) : said;
  };
  return Object.assign(say, { language });
};
const english = sayIn("en", {});
let say = english;

function speak(language, table) {
  say = sayIn(language, table);
  document.documentElement.lang = language;
  listeners.call();
}

/** Sentences of another language than English; none when they cannot be fetched, and the page speaks English. */
const sentences = async (language) => {
  if (language === "en") return {};
  const answer = await fetch(`/sentences.${language}.json`);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer.json();
};

/** Have every page of this browser speak `language` from now on. */
export async function chooseLanguage(language) {
  speak(language, await sentences(language));
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Then it is for this page only.
  }
}

if (typeof document !== "undefined") {
  const { sentences: awaited } = window;
  const shown = () => delete document.documentElement.dataset.awaits;
  if (awaited)
    awaited
      .then(
        (table) => speak("es", table),
        () => speak("en", {}),
      )
      .finally(shown);
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue)
      sentences(newValue).then(
        (table) => speak(newValue, table),
        () => {},
      );
  });
}

/** `say(sentence)`, or `say({ template, parts })` of a text that is said already; another function once the language is another; `say.language` is its code. */
export const useSay = () =>
  useSyncExternalStore(
    listeners.subscribe,
    () => say,
    () => english,
  );

/** What the page speaks just now, for what is not painted. */
export const spoken = () => say.language;
