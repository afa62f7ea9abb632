import { useEffect, useRef } from "react";
import { useKept } from "./page.jsx";

const TELL_AGAIN = 3000; // ms after which it is said again that somebody writes; the server forgets it after 5000
const AFTER_SENDING = 300; // ms; within 250 the server takes no news of it

/** Says that there is something in the composer: now and then while it changes, and when all was taken back. */
export function useTyping(onTyping) {
  const state = useRef({ known: false, next: 0 }).current; // whether the others may know; when to say it again
  return {
    wrote(text) {
      const now = Date.now();
      const empty = text.trim() === "";
      if (empty && state.known) onTyping(false);
      else if (!empty && now >= state.next) onTyping(true);
      else return;
      state.known = !empty;
      state.next = now + (empty ? AFTER_SENDING : TELL_AGAIN);
    },
    /** The message itself tells the others. */
    sent() {
      state.known = false;
      state.next = Date.now() + AFTER_SENDING;
    },
  };
}

/** Who else is writing, in a line that is always there. Names stand apart from the direction of the text around. */
export function TypingLine({ typing, person, one, two, three, several }) {
  const me = useKept(person);
  const names = typing.filter((typist) => typist.id !== me).map((typist) => `\u2068${typist.name}\u2069`);
  const sentence = [, one, two, three][names.length] ?? several;
  return (
    <div className="typing-line">
      {names.length > 0 && (
        <p>
          <span className="typing-dots" aria-hidden="true"><i /><i /><i /></span>
          {sentence.replace(/\{(\d)\}/g, (_, number) => names[number])}
        </p>
      )}
    </div>
  );
}

/**
 * Opens the card of whoever was chosen: a press on anything with data-person, or on a mention in a text. In the log the buttons of names are
 * no stops of the Tab key, or writing would be sixty of them away, until their message has the focus.
 */
export function PersonLinks({ onPerson }) {
  const latest = useRef();
  latest.current = onPerson;
  useEffect(() => {
    const listening = new AbortController();
    const on = (kind, act) => document.addEventListener(kind, act, { signal: listening.signal });
    let reachable = null;
    on("click", (event) => {
      const chosen = event.target.closest("[data-person], .mention[data-user]");
      if (chosen) latest.current(chosen.dataset.person ?? chosen.dataset.user);
    });
    on("focusin", (event) => {
      const name = event.target.closest("article")?.querySelector("button[data-person]") ?? null;
      if (name === reachable) return;
      reachable?.setAttribute("tabindex", "-1");
      name?.setAttribute("tabindex", "0");
      reachable = name;
    });
    return () => listening.abort();
  }, []);
  return null;
}

/** Has the names in a page of the past brought up to date when somebody's has changed. */
export function Renames({ count, farBack, onRenamed }) {
  const known = useRef(count);
  useEffect(() => {
    if (farBack && count !== known.current) onRenamed();
    known.current = count;
  }, [count, farBack]);
  return null;
}
