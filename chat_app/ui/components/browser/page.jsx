import { useEffect, useLayoutEffect, useRef, useState } from "react";

/**
 * Shows its children while `ready`, and after that for as long as `hold`: a reconnect takes the state away for a
 * moment and must not take the page with it.
 */
export function Latch({ ready, hold, waiting, children }) {
  const shown = useRef(false);
  shown.current = ready || (shown.current && hold);
  return shown.current ? children : waiting;
}

export const LONG_PRESS = 450; // ms of touching something after which that is more than a tap
export const hasTouch = () => matchMedia("(pointer: coarse)").matches;

/** The last value that was not empty, for what a reconnect empties for a moment. */
export function useKept(value) {
  const kept = useRef(value);
  if (value) kept.current = value;
  return kept.current;
}

/** A text area as high as its text. Its form keeps its height meanwhile, or the log beside it would lose its place. */
export function fitHeight(field) {
  const { form } = field;
  form.style.height = `${form.offsetHeight}px`;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`; // CSS sets the limit
  form.style.height = "";
}

/** Makes one row of the log stand out for a moment, and lets the keyboard go on from it. */
export function pointOut(row) {
  row.closest(".rows").querySelector("[data-target]")?.removeAttribute("data-target");
  void row.offsetWidth; // so that a second visit is shown too
  Object.assign(row, { tabIndex: -1 }).dataset.target = "true";
  row.focus({ preventScroll: true });
}

/**
 * A link to another address of the chat. The page goes there without loading anew and asks at once for what the
 * address names (`onGone`). The router need not know: it would paint the whole page first, and reads the address
 * anew when it has to. With a modifier key the browser does what it always does.
 */
export function PageLink({ href, onGone, children, ...rest }) {
  const clicked = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const entry = { usr: null, key: Math.random().toString(36).slice(2, 10), idx: (history.state?.idx ?? 0) + 1 };
    if (new URL(href, location).search !== location.search) history.pushState(entry, "", href);
    onGone();
  };
  return <a {...rest} href={href} onClick={clicked}>{children}</a>;
}

/** Has the address follow the open channel when that is given another name; one may have gone elsewhere by then. */
export function Address({ channelId, channel }) {
  const known = useRef({});
  useEffect(() => {
    if (!channelId) return; // a moment of a reconnect
    const { id, name } = known.current;
    known.current = { id: channelId, name: channel };
    const asked = new URLSearchParams(location.search).get("channel");
    if (id !== channelId || name === channel || asked !== name) return;
    history.replaceState(history.state, "", `${location.pathname}?channel=${encodeURIComponent(channel)}`);
  }, [channelId, channel]);
  return null;
}

/** The window's title. */
export function WindowTitle({ title }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

/** The window's title while chatting: unread messages of other channels, the channel, the product. */
export function DocumentTitle({ channel, sidebar, product }) {
  const unread = sidebar.reduce((sum, item) => sum + (item.name === channel ? 0 : item.unread), 0);
  const title = [unread ? `(${unread})` : "", channel ? `#${channel} -` : "", product].filter(Boolean).join(" ");
  return <WindowTitle title={title} />;
}

/**
 * Says that there was input: when the page is opened, then at most once a minute, but at once while the others see
 * this person as away. That a lost connection came back is no input.
 */
export function Activity({ person, online, onActivity }) {
  const away = online.some((one) => one.id === person && one.presence === "away");
  const latest = useRef();
  latest.current = { away, onActivity };
  const known = person !== "";
  const opened = useRef(false);
  useEffect(() => {
    if (!known || opened.current) return;
    opened.current = true;
    if (document.visibilityState === "visible") onActivity();
  }, [known]);
  useEffect(() => {
    let last = 0;
    const noticed = () => {
      const pause = latest.current.away ? 1000 : 60_000; // ms
      if (document.visibilityState !== "visible" || Date.now() - last < pause) return;
      last = Date.now();
      latest.current.onActivity();
    };
    const kinds = ["pointerdown", "pointermove", "keydown", "scroll", "visibilitychange"];
    const options = { passive: true, capture: true };
    kinds.forEach((kind) => document.addEventListener(kind, noticed, options));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, noticed, options));
  }, []);
  return null;
}

/**
 * The status while the connection is away, and after it until the page was filled again. A short absence is not
 * worth a word, nor is a first connection that takes its time: it must be away for a second.
 */
export function Connection({ connectErrors, hydrated, label, text }) {
  const [offline, setOffline] = useState(false);
  const [lost, setLost] = useState(false);
  const [shown, setShown] = useState(false);
  const away = connectErrors.length > 0 || offline;
  // After the connection the page is emptied (not hydrated) and filled again.
  const emptied = useRef(false);
  if (away) emptied.current = false;
  else if (!hydrated) emptied.current = true;

  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    ["online", "offline"].forEach((kind) => addEventListener(kind, look));
    return () => ["online", "offline"].forEach((kind) => removeEventListener(kind, look));
  }, []);
  useEffect(() => {
    if (away) setLost(true);
    else if (hydrated) {
      // If emptying and filling came as one there is nothing more to wait for.
      const timer = setTimeout(() => setLost(false), emptied.current ? 0 : 2000);
      return () => clearTimeout(timer);
    }
  }, [away, hydrated]);
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? 1000 : 0);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div className="connection" aria-live="polite">
      {lost && shown && <div className="connection-note" role="status" aria-label={label}>{text}</div>}
    </div>
  );
}

/** Back to the message with this id, else to writing; but not away from where the focus has gone by itself. */
const giveBack = (id) => setTimeout(() => {
  const row = document.querySelector(`.log article[data-id="${CSS.escape(id)}"]`);
  if (document.activeElement === document.body) (row ?? document.querySelector(".composer textarea"))?.focus();
});

/**
 * A sentence that goes away by itself after `seconds`: an error, or news with something to be done about it.
 * `about` tells one from the next with the same words; it may be a message's id. A notice that had the focus gives
 * it back.
 */
export function Notice({ message, about, seconds, actionLabel, dismissLabel, icon, onAction, onDismiss }) {
  const action = useRef(null);
  const box = useRef(null);
  useLayoutEffect(() => {
    const { current: el } = box;
    return () => el?.contains(document.activeElement) && giveBack(about);
  }, [message, about]);
  useEffect(() => {
    if (!message) return;
    // Whoever came by the keyboard had the focus on what is gone now.
    if (action.current && document.activeElement === document.body) action.current.focus();
    const timer = setTimeout(onDismiss, seconds * 1000);
    return () => clearTimeout(timer);
  }, [message, about]);
  return message && (
    <div className="notice" ref={box} role={actionLabel ? "status" : "alert"}>
      <span>{message}</span>
      {actionLabel && (
        <button type="button" className="notice-action" ref={action} onClick={onAction}>{actionLabel}</button>
      )}
      <button type="button" className="icon-button" aria-label={dismissLabel} onClick={onDismiss}>{icon}</button>
    </div>
  );
}

/** Puts the focus on the first wrong field of the form it stands in, each time an answer names one. */
export function WrongFieldFocus({ errors }) {
  const mark = useRef(null);
  useEffect(() => {
    mark.current.closest("form")?.querySelector("[aria-invalid=true]")?.focus();
  }, [errors]);
  return <i hidden ref={mark} />;
}

/** Shows and hides what is typed into the password field `field`. */
export function RevealButton({ field, label, showIcon, hideIcon }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    document.getElementById(field).type = shown ? "text" : "password";
  }, [shown]);
  return (
    <button type="button" className="icon-button reveal" aria-label={label} title={label} aria-pressed={shown}
      aria-controls={field} onClick={() => setShown(!shown)}>
      {shown ? hideIcon : showIcon}
    </button>
  );
}
