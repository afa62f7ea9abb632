import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { catalogue, complete, remember, tone, toned } from "./emoji.js";

const TYPED = /(?:^|[\s(])(:([\p{L}\d_+-]{2,}))$/u; // a shortcode that has been begun, before the caret
const MOST = 8;

/**
 * Completion of shortcodes in a text area: `popup` to be shown beside it, `aria` for the area, and `pressed`, which
 * answers whether a key was meant for the list. The catalogue is fetched when the first shortcode is begun.
 */
export function useShortcodes({ field, text, write, label }) {
  const [found, setFound] = useState([]);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const caret = useRef(null);
  const begun = () => {
    const { selectionStart: end, selectionEnd, value } = field.current;
    return end === selectionEnd ? TYPED.exec(value.slice(0, end)) : null;
  };

  useEffect(() => {
    const typed = begun();
    if (!typed) return setFound([]);
    let current = true;
    const show = (categories) => current && (setFound(complete(categories, typed[2], MOST)), setAt(0));
    catalogue().then(show, () => {});
    return () => (current = false);
  }, [text]);

  useLayoutEffect(() => {
    if (caret.current !== null) field.current.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  const typed = field.current && found.length > 0 && begun();
  const open = Boolean(typed) && dismissed !== typed[1];
  const choose = (one) => {
    const { selectionStart: end, value } = field.current;
    const emoji = toned(one, tone());
    const start = end - typed[1].length;
    caret.current = start + emoji.length + 1;
    remember(emoji);
    setFound([]);
    write(`${value.slice(0, start)}${emoji} ${value.slice(end)}`);
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
        <li key={one.char} id={`shortcode-${index}`} role="option" aria-selected={index === at}
          onMouseDown={(event) => (event.preventDefault(), choose(one))}>
          <span className="completion-emoji">{toned(one, tone())}</span> :{one.code}:
        </li>
      ))}
    </ul>
  );
  const aria = {
    "aria-autocomplete": "list",
    "aria-controls": open ? "shortcodes" : undefined,
    "aria-activedescendant": open ? `shortcode-${at}` : undefined,
  };
  return { popup, pressed, aria };
}
