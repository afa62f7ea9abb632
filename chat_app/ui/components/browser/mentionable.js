// Whom a text may be meant to mention.

import { fold } from "./folding.js";

const MAX_OFFERED = 8; // people offered at once

/** Whether a name, or a word of it, begins so. */
const begins = (person, word) =>
  [person.username, ...person.display_name.split(/\s+/), person.display_name].some((name) =>
    fold(name).startsWith(fold(word)),
  );

const once = (people) => people.filter(({ id }, at) => people.findIndex((one) => one.id === id) === at);
const author = ({ author_id: id, username, author: name, color, bot }) => ({
  id,
  username,
  display_name: name,
  color,
  bot,
});

/**
 * Who is offered for a `word` that has been begun behind an `@`. With none, those who spoke last, then those who are
 * here (`people`), but not oneself. `speakers` are the newest messages, oldest first; `found` is what the server knows.
 */
export function offered(word, { people, found, speakers, me }) {
  if (!word) {
    const spoke = once([...speakers].reverse().map(author));
    return once([...spoke, ...people])
      .filter(({ id }) => id !== me)
      .slice(0, MAX_OFFERED);
  }
  const known = new Map([...people, ...found].filter((one) => begins(one, word)).map((one) => [one.id, one]));
  const exactFirst = (a, b) => Number(b.username === word) - Number(a.username === word);
  const options = [...known.values()].sort(exactFirst).slice(0, MAX_OFFERED);
  return options.length === 1 && options[0].username === word ? [] : options;
}
