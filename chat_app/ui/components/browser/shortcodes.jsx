import { useEffect, useState } from "react";
import { SHORTCODE } from "./boundaries.js";
import { insert } from "./dom.js";
import { catalogue, complete, recent, remember, tone, toned } from "./emoji_data.js";

const MAX_OFFERED = 8; // emojis, at once

/** The shortcode that is begun before the caret of a text field, if there is one. */
function begunIn({ selectionStart: end, selectionEnd, value }) {
  return end === selectionEnd ? SHORTCODE.exec(value.slice(0, end)) : null;
}

/**
 * Completion of shortcodes in a text area: `popup` to be shown beside it, `aria` for the area, and `pressed`, which
 * answers whether a key was meant for the list. The catalogue is fetched when the first shortcode is begun.
 */
export function useShortcodes({ field, text, label }) {
  const [found, setFound] = useState([]);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState("");

  useEffect(() => {
    const typed = begunIn(field.current);
    if (!typed) return setFound([]);
    let current = true;
    const show = (categories) => current && (setFound(complete(categories, typed[2], MAX_OFFERED, recent())), setAt(0));
    catalogue().then(show, () => {});
    return () => {
      current = false;
    };
  }, [field, text]);

  const typed = field.current && found.length > 0 && begunIn(field.current);
  const open = Boolean(typed) && dismissed !== typed[1];
  const choose = (one) => {
    const end = field.current.selectionStart;
    const emoji = toned(one, tone());
    remember(emoji);
    setFound([]);
    insert(field.current, `${emoji} `, end - typed[1].length, end);
  };
  const pressed = (event) => {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
    if (step) setAt((at + step) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(found[at]);
    else if (event.key === "Escape") setDismissed(typed[1]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const popup = open && (
    <ul className="completion" role="listbox" id="shortcodes" aria-label={label}>
      {found.map((one, index) => (
        <li
          key={one.char}
          id={`shortcode-${index}`}
          role="option"
          aria-selected={index === at}
          onMouseDown={(event) => (event.preventDefault(), choose(one))}
        >
          <span className="completion-emoji">{toned(one, tone())}</span> :{one.code}:
        </li>
      ))}
    </ul>
  );
  /** @type {import("react").AriaAttributes} */
  const aria = {
    "aria-autocomplete": "list",
    "aria-controls": open ? "shortcodes" : undefined,
    "aria-activedescendant": open ? `shortcode-${at}` : undefined,
  };
  return { popup, pressed, aria };
}
