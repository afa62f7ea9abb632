import { useEffect, useEffectEvent, useState } from "react";
import { MENTION } from "./boundaries.js";
import { insert } from "./dom.js";
import { offered } from "./mentionable.js";

const LIST = "mention-list";

/**
 * Completes `@` and letters to a username: from those who are online at once, from all members as the server
 * finds them; a bare `@` to those who spoke last. Returns what the text field needs, and whether a key was meant for
 * the list (`pressed`).
 */
export function useMentions({ field, text, people, found, speakers, me, onFind, label, botText }) {
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(-1); // -1: not moved, the first is meant
  const [dismissed, setDismissed] = useState(null);
  const word = MENTION.exec(text.slice(0, caret))?.[1].toLowerCase() ?? null; // null: nobody is being mentioned
  const wanted = word !== null && word !== dismissed;
  const options = wanted ? offered(word, { people, found, speakers, me }) : [];
  const active = Math.min(Math.max(chosen, 0), options.length - 1);

  const find = useEffectEvent(onFind);
  useEffect(() => {
    setChosen(-1);
    setDismissed(null);
    if (word) find(word);
  }, [word]);

  const complete = (person) => {
    const start = caret - word.length;
    const after = text[caret] === " " ? 1 : 0; // one space is enough
    insert(field.current, `${person.username} `, start, caret + after);
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
  /** @type {import("react").TextareaHTMLAttributes<HTMLTextAreaElement>} */
  const attributes = {
    "aria-autocomplete": "list",
    "aria-controls": options.length ? LIST : undefined,
    "aria-activedescendant": options.length ? `mention-${options[active].id}` : undefined,
    onSelect: (event) => setCaret(event.currentTarget.selectionStart),
    onBlur: () => setDismissed(word),
  };
  const list = options.length > 0 && (
    <ul className="completion" role="listbox" id={LIST} aria-label={label}>
      {options.map((one, index) => (
        <li
          key={one.id}
          id={`mention-${one.id}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => complete(one)}
        >
          <span className="avatar" data-color={one.color} aria-hidden="true">
            {[...one.display_name][0]?.toUpperCase()}
          </span>
          <span className="person-name" dir="auto">
            {one.display_name}
          </span>
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
