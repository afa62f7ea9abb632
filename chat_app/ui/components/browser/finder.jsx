import { useEffect, useRef, useState } from "react";
import { useSay } from "./language.js";
import { Modal } from "./overlays.jsx";

const PAUSE = 120; // ms without a keystroke before a question is asked
const finder = { open: () => {} };

export function FinderButton({ label, className, children }) {
  return (
    <button type="button" className={className} aria-label={label} title={label} aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K" onClick={() => finder.open()}>
      {children}
    </button>
  );
}

/** The search. Its children are links to what was found for the question `answered`; arrows go through them. */
export function Finder(props) {
  const { label, fieldLabel, hint, nothingText, oneText, manyText, closeLabel, closeIcon, icon } = props;
  const { answered, count, children } = props;
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const field = useRef(null);
  const list = useRef(null);
  const latest = useRef(props);
  latest.current = props;
  const question = typed.trim();
  const known = question === answered;

  useEffect(() => {
    finder.open = () => setOpen(true);
    const pressed = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) setOpen(true);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  useEffect(() => {
    if (open) field.current.select(); // the last question, to be typed over or looked at again
  }, [open]);
  useEffect(() => {
    if (!open || !question) return;
    const timer = setTimeout(() => latest.current.onLookUp(question), PAUSE);
    return () => clearTimeout(timer);
  }, [open, question]);

  const pressed = (event) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && at < 0 && event.target === field.current && known) return links[0]?.click();
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, ...(at >= 0 && { Home: 0, End: links.length - 1 }) }[event.key];
    if (to === undefined || !links.length) return;
    event.preventDefault();
    if (to < 0) field.current.focus();
    else links[Math.min(to, links.length - 1)].focus();
  };
  const chosen = (event) => {
    const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!aside && event.target.closest("a")) setOpen(false);
  };
  const told = count === 1 ? oneText : count ? say({ template: manyText, parts: { count } }) : nothingText;
  return (
    <Modal open={open} onClose={() => setOpen(false)} aria-label={label} className="dialog finder">
      <div onKeyDown={pressed}>
        <div className="finder-head">
          {icon}
          <input type="text" ref={field} value={typed} aria-label={fieldLabel} placeholder={label} maxLength={200}
            autoComplete="off" spellCheck={false} enterKeyHint="search" data-autofocus="true"
            onChange={(event) => setTyped(event.target.value)} />
          <button type="button" className="icon-button" aria-label={closeLabel} onClick={() => setOpen(false)}>
            {closeIcon}
          </button>
        </div>
        <p className="finder-note" role="status">{!question ? hint : known ? told : "\u00a0"}</p>
        {question && <div ref={list} onClick={chosen} aria-busy={!known} className="finder-list">{children}</div>}
      </div>
    </Modal>
  );
}
