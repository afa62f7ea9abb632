import { asNow } from "./drafts.js";
import { useSay } from "./language.js";
import { Name } from "./replies.jsx";
import { LocalTime } from "./times.jsx";

/** One message on its way, looking like the stored one that will take its place. */
export function PendingMessage({
  entry,
  sentence,
  startsGroup,
  author,
  handle,
  live,
  initial,
  color,
  onRetry,
  onDiscard,
  ...texts
}) {
  const say = useSay();
  const answered = entry.answered && asNow(entry.answered, live);
  const kind = sentence ? "failed" : "sending";
  return (
    // Not read out: the stored message that takes its place will be.
    <article className={`message ${kind}${startsGroup ? " starts" : ""}`} data-color={color} aria-live="off">
      <div className="gutter">
        {startsGroup && (
          <span className="avatar" aria-hidden="true">
            {initial}
          </span>
        )}
      </div>
      <div className="body">
        <div className={startsGroup ? "byline" : "sr-only"}>
          <span className="author" dir="auto">
            {author}
          </span>
          {handle && <span className="handle"> {handle}</span>} <LocalTime at={entry.at} />
        </div>
        {answered && (
          <p className="quote">
            <Name {...answered} /> <span dir="auto">{answered.text}</span>
          </p>
        )}
        <div className="text" dir="auto">
          {entry.text}
        </div>
        {sentence ? (
          <p className="failure">
            <span role="alert">{say(sentence)}</span>
            <button type="button" className="link" onClick={onRetry}>
              {texts.retryText}
            </button>
            <button type="button" className="link" onClick={onDiscard}>
              {texts.discardText}
            </button>
          </p>
        ) : (
          <span className="sending-note">{texts.sendingText}</span>
        )}
      </div>
    </article>
  );
}
