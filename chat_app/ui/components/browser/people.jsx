import { useEffect, useEffectEvent, useRef } from "react";
import { useLastNonEmpty } from "./hooks.js";

/**
 * Says that there is something in the composer: now and then while it changes, and when all was taken back. The server
 * forgets it after some `seconds`, and takes no news of it sooner than `repeat` seconds after the last.
 */
export function useTyping(onTyping, seconds, repeat) {
  const again = seconds * 600; // ms, with time to spare
  const afterSending = repeat * 1000 + 50; // ms
  const state = useRef({ known: false, next: 0 }).current; // whether the others may know; when to say it again
  return {
    wrote(text) {
      const now = Date.now();
      const empty = text.trim() === "";
      if (empty && state.known) onTyping(false);
      else if (!empty && now >= state.next) onTyping(true);
      else return;
      state.known = !empty;
      state.next = now + (empty ? afterSending : again);
    },
    /** The message itself tells the others. */
    sent() {
      state.known = false;
      state.next = Date.now() + afterSending;
    },
  };
}

/** Who else is writing, in a line that is always there. Names stand apart from the direction of the text around. */
export function TypingLine({ typing, person, one, two, three, several }) {
  const me = useLastNonEmpty(person);
  const nameOf = ({ name, handle }) => `\u2068${name}\u2069${handle && ` ${handle}`}`;
  const names = typing.filter((typist) => typist.id !== me).map(nameOf);
  const sentence = ["", one, two, three][names.length] ?? several;
  return (
    <div className="typing-line">
      {names.length > 0 && (
        <p>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {sentence.replace(/\{(\d)\}/g, (_, number) => names[number])}
        </p>
      )}
    </div>
  );
}

/** Opens the card of whoever was chosen: a press on anything with data-person, or on a mention in a text. */
export function PersonLinks({ onPerson }) {
  const open = useEffectEvent(onPerson);
  useEffect(() => {
    const chosen = (event) => {
      const person = event.target.closest("[data-person], .mention[data-user]");
      if (person) open(person.dataset.person ?? person.dataset.user);
    };
    document.addEventListener("click", chosen);
    return () => document.removeEventListener("click", chosen);
  }, []);
  return null;
}

/** Has names that are not pushed, of the past and in the search, brought up to date when somebody's has changed. */
export function Renames({ count, concerned, onRenamed }) {
  const known = useRef(count);
  const renamed = useEffectEvent(onRenamed);
  useEffect(() => {
    if (concerned && count !== known.current) renamed();
    known.current = count;
  }, [count, concerned]);
  return null;
}
