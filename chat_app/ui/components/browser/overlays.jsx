import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { focused } from "./dom.js";
import { Listeners } from "./listeners.js";
import { place } from "./place.js";

let used = false; // whether the person has done anything in this page (the browser's own word survives a reload)
if (typeof document !== "undefined") {
  const use = () => (used = true);
  ["pointerdown", "keydown", "click"].forEach((kind) => document.addEventListener(kind, use, { capture: true }));
}

/** Has Back close what is `open` over the page, on devices where one goes back for that. */
export function useBack(open, close) {
  const back = useEffectEvent(close);
  useEffect(() => {
    if (open) return place.cover(() => back());
  }, [open]);
}

/**
 * A native modal dialog, shown while `open`. The browser keeps the focus in it and gives it back. `unasked`: it comes by
 * itself; else one that an earlier page of this tab has left open is closed.
 */
export function Modal({ open, unasked = false, onClose, children, ...rest }) {
  const dialog = useRef(null);
  useBack(open, () => dialog.current.close());
  const refuse = useEffectEvent(() => open && !used && !unasked);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const { current: el } = dialog;
    if (refuse()) return void close();
    if (open && !el.open) {
      el.showModal();
      el.querySelector("[data-autofocus=true]")?.focus();
    } else if (!open && el.open) el.close();
  }, [open]);
  // It also closes because the prop said so: only the person's own closing is news.
  const closed = () => open && !dialog.current.open && onClose();
  const pressed = (event) => event.target === dialog.current && dialog.current.close(); // the backdrop
  return (
    <dialog {...rest} ref={dialog} onClose={closed} onMouseDown={pressed}>
      {open && <div className="dialog-body">{children}</div>}
    </dialog>
  );
}

/** A menu button: arrows, Home, End and Escape as the ARIA pattern has them. */
export function Menu({ label, button, children, className }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  const items = () => [...root.current.querySelectorAll("[role^=menuitem]")];
  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const outside = (event) => root.current.contains(event.target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    root.current.querySelector("button").focus();
  };
  useBack(open, close);
  const pressed = (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (open) all[to % all.length].focus();
      else setOpen(true);
    } else if (open && event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (open && event.key === "Tab") setOpen(false);
  };
  return (
    <div className={className} ref={root} onKeyDown={pressed}>
      <button
        type="button"
        className="menu-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div className="menu" role="menu" aria-label={label} onClick={close}>
          {children}
        </div>
      )}
    </div>
  );
}

// Which drawer is out, if any. One at a time.
let shown = "";
const listeners = new Listeners();
const show = (name) => {
  shown = name;
  listeners.call();
};
const useShown = () =>
  useSyncExternalStore(
    listeners.subscribe,
    () => shown,
    () => "",
  );

export function DrawerButton({ name, label, className, children }) {
  const open = useShown() === name;
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      aria-expanded={open}
      onClick={() => show(name)}
    >
      {children}
    </button>
  );
}

/** A column where there is room (`query` does not match), else a drawer over the page. */
export function Drawer({ name, query, closeLabel, closeIcon, children }) {
  const open = useShown() === name;
  const root = useRef(null);
  useBack(open, () => show(""));
  useEffect(() => {
    if (!open) return;
    const before = focused();
    const drawer = root.current;
    const others = [...drawer.parentElement.children].filter((el) => el !== drawer);
    others.forEach((el) => (el.inert = true));
    drawer.querySelector(".drawer-close").focus();
    const narrow = matchMedia(query);
    const widened = () => narrow.matches || show("");
    narrow.addEventListener("change", widened);
    return () => {
      narrow.removeEventListener("change", widened);
      others.forEach((el) => (el.inert = false));
      // What was chosen may have taken the focus already.
      if (drawer.contains(document.activeElement) || document.activeElement === document.body) before?.focus();
    };
  }, [open, query]);
  const chosen = (event) => event.target.closest("a, button:not([aria-haspopup])") && show("");
  return (
    <div
      className={`drawer ${name}-drawer`}
      data-open={open}
      ref={root}
      onKeyDown={(event) => event.key === "Escape" && show("")}
    >
      <div className="drawer-backdrop" onClick={() => show("")} />
      <div className="drawer-panel" onClick={chosen}>
        <button type="button" className="drawer-close icon-button" aria-label={closeLabel}>
          {closeIcon}
        </button>
        {children}
      </div>
    </div>
  );
}
