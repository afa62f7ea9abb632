import { useSyncExternalStore } from "react";
import { composerField, highlightRow } from "./dom.js";
import { drafts } from "./drafts.js";
import { whoseIs } from "./message_text.js";

/** The draft of the open channel: `{ text, answered }`, the message it answers being `{ id, author, handle, text }`. */
export const useDraft = () => useSyncExternalStore(drafts.subscribe, drafts.current, drafts.current);

/** Have the draft answer a message; null: none. */
export const answer = (message) => drafts.current().answered !== message && drafts.write({ answered: message });

/** Has the composer answer the message in whose row ([data-id]) the button stands, quoting so much (`length`) of it. */
export function ReplyButton({ label, icon, length, onReply }) {
  const chosen = (event) => {
    const row = event.currentTarget.closest("[data-id]");
    const said = (selector) => (row.querySelector(selector)?.innerText ?? "").replace(/\s+/g, " ").trim();
    const text = said(".text .rx-Html").slice(0, length);
    answer({ id: row.dataset.id, ...whoseIs(row), text });
    onReply();
    composerField()?.focus();
  };
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      aria-keyshortcuts="R"
      onClick={chosen}
    >
      {icon}
    </button>
  );
}

/** Whose a message is, with the username where that belongs beside the name. */
export const Name = ({ author, handle }) => (
  <>
    <strong dir="auto">{author}</strong>
    {handle && <span className="handle"> {handle}</span>}
  </>
);

/** What the composer answers, above it. */
export function Answering({ message, label, cancelLabel }) {
  return (
    <div className="replying">
      <span className="quote-text">
        {label} <Name {...message} /> <span dir="auto">{message.text}</span>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={cancelLabel}
        title={cancelLabel}
        onClick={() => answer(null)}
      >
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
  return (
    <button type="button" className="quote" title={label} onClick={led}>
      {children}
    </button>
  );
}

function reveal(rows, seq) {
  const row = rows.querySelector(`[data-seq="${Number(seq)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: "center" });
  highlightRow(row);
  return true;
}
