import { useEffect, useState } from "react";

const MOST = 8; // people offered at once
const WORD = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_.-]+)$/u;
const LIST = "mention-list";

const SPELLED_OUT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };
/** Without case and accents, as the server looks for names (`folding.py`). */
const fold = (text) =>
  text.toLowerCase().replace(/[ßæœøłđı]/g, (one) => SPELLED_OUT[one]).normalize("NFKD").replace(/\p{M}/gu, "");
/** Whether a name, or a word of it, begins so. */
const begins = (person, word) =>
  [person.username, ...person.display_name.split(/\s+/), person.display_name].some((name) =>
    fold(name).startsWith(fold(word)));

/**
 * Completes `@` and letters to a username: from those who are online at once, from all members as the server
 * finds them. Returns what the text field needs, and whether a key was meant for the list (`pressed`).
 */
export function useMentions({ field, text, write, people, found, onFind, label, botText }) {
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(-1); // -1: not moved, the first is meant
  const [dismissed, setDismissed] = useState("");
  const word = WORD.exec(text.slice(0, caret))?.[1].toLowerCase() ?? "";
  const known = new Map([...people, ...found].filter((one) => begins(one, word)).map((one) => [one.id, one]));
  const exactFirst = (a, b) => (b.username === word) - (a.username === word);
  let options = word && word !== dismissed ? [...known.values()].sort(exactFirst).slice(0, MOST) : [];
  if (options.length === 1 && options[0].username === word) options = [];
  const active = Math.min(Math.max(chosen, 0), options.length - 1);

  useEffect(() => {
    setChosen(-1);
    setDismissed("");
    if (word) onFind(word);
  }, [word]);

  const complete = (person) => {
    const start = caret - word.length;
    const next = `${text.slice(0, start)}${person.username} ${text.slice(caret).replace(/^ /, "")}`;
    const end = start + person.username.length + 1;
    write(next);
    setCaret(end);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  };
  const pressed = (event) => {
    if (!options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isWhole = options[0].username === word && chosen < 0; // written out: Enter sends
    if (step) setChosen((active + step + options.length) % options.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !isWhole)) complete(options[active]);
    else if (event.key === "Escape") setDismissed(word);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const attributes = {
    "aria-autocomplete": "list",
    "aria-controls": options.length ? LIST : undefined,
    "aria-activedescendant": options.length ? `mention-${options[active].id}` : undefined,
    onSelect: (event) => setCaret(event.target.selectionStart),
    onBlur: () => setDismissed(word),
  };
  const list = options.length > 0 && (
    <ul className="completion" role="listbox" id={LIST} aria-label={label}>
      {options.map((one, index) => (
        <li key={one.id} id={`mention-${one.id}`} role="option" aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()} onClick={() => complete(one)}>
          <span className="avatar" data-color={one.color} aria-hidden="true">
            {[...one.display_name][0]?.toUpperCase()}
          </span>
          <span className="person-name">{one.display_name}</span>
          {one.bot && <span className="bot">{botText}</span>}
          <span className="quiet">@{one.username}</span>
        </li>
      ))}
    </ul>
  );
  return { pressed, attributes, list, setCaret };
}

/** Makes the mentions of one person stand out. What they look like is in the style sheets. */
export function OwnMentions({ person }) {
  useEffect(() => {
    if (!/^\d+$/.test(person)) return;
    const mine = `.mention[data-user="${person}"]`;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${mine} { background: var(--mention); color: var(--on-mention); }
      .message:has(${mine}) { --row: var(--mention-soft); --mark: var(--mention); }`);
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [person]);
  return null;
}
