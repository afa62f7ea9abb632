import { useSyncExternalStore } from "react";
import { pointOut } from "./page.jsx";

const LENGTH = 120; // characters of the message that is answered

// The message that the composer answers, if any: {id, author, text}. One at a time.
let answered = null;
const listeners = new Set();
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useAnswered = () => useSyncExternalStore(subscribe, () => answered, () => null);

export function answer(message) {
  if (message === answered) return;
  answered = message;
  listeners.forEach((listener) => listener());
}

/** Has the composer answer the message in whose row ([data-id]) the button stands. */
export function ReplyButton({ label, icon, onReply }) {
  const chosen = (event) => {
    const row = event.currentTarget.closest("[data-id]");
    const said = (selector) => (row.querySelector(selector)?.innerText ?? "").replace(/\s+/g, " ").trim();
    const text = said(".text .rx-Html").slice(0, LENGTH);
    answer({ id: row.dataset.id, author: said(".author, .body > .sr-only"), text });
    onReply();
    document.querySelector(".composer textarea")?.focus();
  };
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={chosen}>{icon}</button>
  );
}

/** What the composer answers, above it. */
export function Answering({ message, label, cancelLabel }) {
  return (
    <div className="answering">
      <span className="quote-text">
        {label} <strong>{message.author}</strong> {message.text}
      </span>
      <button type="button" className="icon-button" aria-label={cancelLabel} title={cancelLabel}
        onClick={() => answer(null)}>
        <svg className="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
          <path d="M6 6l12 12M18 6 6 18" />
        </svg>
      </button>
    </div>
  );
}

/** Leads to the message that is quoted: at once where it is on show, else through the server (`onOpen`). */
export function QuoteLink({ seq, onOpen, label, children }) {
  const led = (event) => reveal(event.currentTarget.closest(".rows"), seq) || onOpen();
  return <button type="button" className="quote" title={label} onClick={led}>{children}</button>;
}

function reveal(rows, seq) {
  const row = rows.querySelector(`[data-seq="${Number(seq)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: "center" });
  pointOut(row);
  return true;
}
