import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { useSay } from "./language.js";
import { Modal } from "./overlays.jsx";

const PAUSE = 120; // ms without a keystroke before a question is asked
const search = { open: () => {} };

export function SearchButton({ label, className, children }) {
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => search.open()}
    >
      {children}
    </button>
  );
}

/**
 * The search. Its children are links and buttons to what was found for the question `answered`: `names` channels and
 * people, then `count` messages; arrows go through them. `hasMore`: there are older messages, which a button asks for.
 */
export function Search(props) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const field = useRef(null);
  const list = useRef(null);
  const question = typed.trim();
  const known = question === props.answered;
  const more = useMore(list, props);

  const lookUp = useEffectEvent(props.onLookUp);
  useEffect(() => whenAsked(() => setOpen(true)), []);
  useEffect(() => {
    if (open) field.current.select(); // the last question, to be typed over or looked at again
  }, [open]);
  useEffect(() => {
    if (!open || !question) return;
    const timer = setTimeout(() => lookUp(question), PAUSE);
    return () => clearTimeout(timer);
  }, [open, question]);

  const pressed = (event) => {
    const links = [...(list.current?.querySelectorAll("a, button") ?? [])];
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
    if (!aside && event.target.closest("a, button")) setOpen(false);
  };
  return (
    <Modal open={open} onClose={() => setOpen(false)} aria-label={props.label} className="dialog search">
      <div onKeyDown={pressed}>
        <div className="search-head">
          {props.icon}
          <input
            type="text"
            ref={field}
            value={typed}
            aria-label={props.fieldLabel}
            placeholder={props.placeholder}
            maxLength={props.maxLength}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            data-autofocus="true"
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="button" className="icon-button" aria-label={props.closeLabel} onClick={() => setOpen(false)}>
            {props.closeIcon}
          </button>
        </div>
        <Summary {...props} question={question} known={known} />
        {question && (
          <div ref={list} onClick={chosen} onClickCapture={onlyFirst} aria-busy={!known} className="search-list">
            <div>{props.children}</div>
            {known && props.hasMore && <More {...more} label={props.moreLabel} error={props.moreError} />}
          </div>
        )}
      </div>
    </Modal>
  );
}

/** Let the second click of a double click do nothing: by then something else may stand where the first one hit. */
function onlyFirst(event) {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Call `open` when the button or its keys are pressed; returns how to stop. */
function whenAsked(open) {
  const pressed = (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isCommand || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) open();
  };
  search.open = open;
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

/** Ask for older messages, and go on at the first of them, also where the button is there no longer. */
function useMore(list, { answered, count, moreError, onMore }) {
  const button = useRef(null);
  const [awaited, setAwaited] = useState(null); // what more was asked for: { answered, count }
  const hear = useEffectEvent(() => {
    if (!awaited || (awaited.answered === answered && awaited.count === count && !moreError)) return;
    const isWaiting = [button.current, document.body].includes(document.activeElement);
    const first = list.current?.querySelectorAll("a.search-result:not(.by-name)")[awaited.count];
    if (awaited.answered === answered && isWaiting) first?.focus();
    setAwaited(null);
  });
  useLayoutEffect(() => hear(), [answered, count, moreError]);
  const ask = (event) => {
    event.stopPropagation(); // nothing has been chosen
    setAwaited({ answered, count });
    onMore();
  };
  return { button, isBusy: Boolean(awaited), onAsk: ask };
}

function More({ button, isBusy, onAsk, label, error }) {
  return (
    <div className="search-more">
      <button
        type="button"
        className="button"
        ref={button}
        aria-busy={isBusy}
        aria-describedby={error ? "search-error" : undefined}
        onClick={onAsk}
      >
        {label}
      </button>
      <p id="search-error" className="error" role="alert">
        {error}
      </p>
    </div>
  );
}

/** How much was found; it is read out, and seen where there are no names above the messages. */
function Summary({ question, known, count, names, hasMore, ...texts }) {
  const say = useSay();
  const many = say({ template: hasMore ? texts.soFarText : texts.manyText, parts: { count } });
  const found = [
    names && say({ template: texts.namesText, parts: { count: names } }),
    count && (count === 1 ? texts.oneText : many),
  ];
  const told = found.filter(Boolean).join(" ") || texts.nothingText;
  return (
    <p className={known && names ? "sr-only" : "search-note"} role="status">
      {!question ? texts.hint : known ? told : "\u00a0"}
    </p>
  );
}
