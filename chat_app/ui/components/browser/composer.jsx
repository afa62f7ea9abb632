import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { useShortcodes } from "./completion.jsx";
import { useSay } from "./language.js";
import * as outbox from "./outbox.js";
import { useMentions } from "./mentions.jsx";
import { fitHeight, hasTouch, useKept } from "./page.jsx";
import { useTyping } from "./people.jsx";
import { EmojiButton } from "./picking.jsx";
import { Answering, answer, useAnswered } from "./replies.jsx";
import { LocalTime } from "./times.jsx";

const GROUP_PAUSE = 5 * 60_000; // ms; a longer pause starts a new group, as on the server
const LATE = 15_000; // ms without an answer after which a message may be retried by hand
const SAME_ANSWER = 3000; // ms after which an unchanged refusal counts as the answer to a retry
const COUNT_FROM = 200; // characters left at which counting begins

/** Where a message is written: Enter sends, Shift+Enter breaks the line, drafts are kept per channel. */
export function Composer(props) {
  const { maxLength, label, placeholder, sendLabel, leftText, overText, icon } = props;
  const [channelId, person] = [useKept(props.channelId), useKept(props.person)];
  const field = useRef(null);
  const draftKey = `chat.draft.${person}.${channelId}`;
  const [text, setText] = useState("");
  const typing = useTyping(props.onTyping);
  const say = useSay();
  const left = maxLength - [...text.trim()].length; // code points, as the server counts
  const sendable = text.trim() !== "" && left >= 0;
  const answered = useAnswered();
  useEffect(() => () => answer(null), [channelId]);

  useEffect(() => {
    setText(outbox.recall(draftKey));
    if (!hasTouch() && !document.querySelector("dialog[open]")) field.current.focus();
  }, [draftKey]);

  useLayoutEffect(() => {
    fitHeight(field.current);
  }, [text]);

  const write = (value) => {
    setText(value);
    outbox.remember(draftKey, value);
    typing.wrote(value);
  };
  const shortcodes = useShortcodes({ field, text, write, label: props.completionLabel });
  const insert = (emoji) => {
    const { selectionStart: start, selectionEnd: end } = field.current;
    write(text.slice(0, start) + emoji + text.slice(end));
    // Once the picker is closed, which gives the focus back to its button.
    setTimeout(() => {
      field.current.focus();
      field.current.setSelectionRange(start + emoji.length, start + emoji.length);
    });
  };
  const mentions = useMentions({
    field, text, write, people: props.people, found: props.found, onFind: props.onFind, label: props.peopleText,
    botText: props.botText,
  });
  const send = (event) => {
    event.preventDefault();
    if (!sendable) return;
    outbox.add({ id: outbox.newId(), channel: channelId, text: text.trim(), at: Date.now(), answered });
    typing.sent();
    write("");
    answer(null);
    if (!hasTouch()) field.current.focus();
  };
  const pressed = (event) => {
    if (shortcodes.pressed(event)) return;
    // 229: a key of an input method that is still composing, in browsers that do not say so.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (!composing && mentions.pressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !composing) send(event);
    const bare = !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || composing);
    if (event.key === "ArrowUp" && bare && text === "") {
      event.preventDefault();
      props.onEditLast();
    }
    if (event.key === "Escape") answer(null);
  };
  const note = say({ template: left < 0 ? overText : leftText, parts: { count: Math.abs(left) } });

  return (
    <form className="composer" onSubmit={send}>
      {shortcodes.popup}
      {mentions.list}
      {answered && (
        <Answering message={answered} label={props.replyingText} cancelLabel={props.cancelReplyText} />
      )}
      <div className="composer-box">
        <textarea ref={field} rows={1} aria-label={label} placeholder={placeholder} enterKeyHint="send"
          value={text} onKeyDown={pressed}
          onChange={(event) => {
            write(event.target.value);
            mentions.setCaret(event.target.selectionStart);
          }}
          aria-invalid={left < 0} aria-describedby={left < COUNT_FROM ? "composer-count" : undefined}
          {...mentions.attributes} {...(shortcodes.popup ? shortcodes.aria : {})} />
        <EmojiButton label={props.emojiLabel} icon={props.emojiIcon} className="icon-button" onPick={insert} />
        {/* Keeping the press from taking the focus leaves a phone's keyboard where it is. */}
        <button type="submit" className="send" aria-label={sendLabel} title={sendLabel}
          disabled={!sendable} onMouseDown={(event) => event.preventDefault()}>
          {icon}
        </button>
      </div>
      {left < COUNT_FROM && (
        <p id="composer-count" className={left < 0 ? "count over" : "count"} role="status">{note}</p>
      )}
    </form>
  );
}

/** What this page sent and does not see stored yet; sends it, and again after the connection was away. */
export function Outbox(props) {
  const { live, stored, failed, connectErrors } = props;
  const [channelId, person] = [useKept(props.channelId), useKept(props.person)];
  const entries = useSyncExternalStore(outbox.subscribe, outbox.snapshot, outbox.snapshot);
  const latest = useRef(props);
  latest.current = props;
  const sent = useRef(new Set());

  const shownIds = new Set(live.map((message) => message.client_message_id));
  const sentenceFor = (e) =>
    (failed[e.id] && failed !== e.ignored && failed[e.id]) || (e.late && props.lateText) || "";

  function send(entry) {
    sent.current.add(entry.id);
    props.onSend(entry.channel, entry.id, entry.text, entry.answered?.id ?? "");
    setTimeout(() => isWaiting(entry.id) && outbox.change(entry.id, { late: true }), LATE);
  }
  // An answer may be on its way to a socket that is gone: only a live connection counts as late.
  const isWaiting = (id) =>
    latest.current.connectErrors.length === 0 && outbox.snapshot().some((e) => e.id === id && !e.stored);

  useEffect(() => outbox.open(person), [person]);

  // Each connection is a new (empty) list of errors: whatever has no answer yet goes out again, under its old
  // id, so that the server answers a repeat with the message it already has.
  useEffect(() => {
    if (connectErrors.length) return;
    sent.current.clear();
    outbox.snapshot().filter((e) => e.late).forEach((e) => outbox.change(e.id, { late: false }));
  }, [connectErrors]);

  useEffect(() => {
    const done = entries.filter((e) => shownIds.has(e.id)).map((e) => e.id);
    if (done.length) return outbox.drop(done);
    const acknowledged = entries.find((e) => !e.stored && stored.includes(e.id));
    if (acknowledged) return outbox.change(acknowledged.id, { stored: true });
    if (connectErrors.length) return;
    entries.filter((e) => !e.stored && !sent.current.has(e.id) && !sentenceFor(e)).forEach(send);
  }, [entries, live, stored, failed, connectErrors]);

  // Stored but not among the messages shown (they come another way): wait a moment, so that it does not blink.
  const storedIds = entries.filter((e) => e.stored).map((e) => e.id).join();
  useEffect(() => {
    if (!storedIds) return;
    const timer = setTimeout(() => outbox.drop(storedIds.split(",")), 1500);
    return () => clearTimeout(timer);
  }, [storedIds]);

  const retry = (entry) => {
    // What `failed` says now is the old answer. If it still says so in a while, it is the new one too.
    outbox.change(entry.id, { ignored: failed, late: false });
    setTimeout(() => outbox.change(entry.id, { ignored: undefined }), SAME_ANSWER);
    send(entry);
  };
  const mine = entries.filter((e) => e.channel === channelId && !shownIds.has(e.id));
  const last = live.at(-1);
  const startsGroup = !last || last.author_id !== person || Date.now() - last.at > GROUP_PAUSE;
  const failing = mine.filter(sentenceFor);
  return (
    <>
      {mine.map((entry, index) => (
        <Waiting key={entry.id} entry={entry} sentence={sentenceFor(entry)} startsGroup={(startsGroup && !index) || !!entry.answered}
          onRetry={() => retry(entry)} onDiscard={() => outbox.drop([entry.id])} {...props} />
      ))}
      {failing.length > 1 && (
        <p className="retry-all">
          <button type="button" className="link" onClick={() => failing.forEach(retry)}>{props.retryAllText}</button>
        </p>
      )}
    </>
  );
}

/** One message on its way, looking like the stored one that will take its place. */
function Waiting({ entry, sentence, startsGroup, author, initial, color, onRetry, onDiscard, ...texts }) {
  const say = useSay();
  const kind = sentence ? "failed" : "sending";
  return (
    // Not read out: the stored message that takes its place will be.
    <article className={`message ${kind}${startsGroup ? " starts" : ""}`} data-color={color} aria-live="off">
      <div className="gutter">{startsGroup && <span className="avatar" aria-hidden="true">{initial}</span>}</div>
      <div className="body">
        <div className={startsGroup ? "byline" : "sr-only"}>
          <span className="author">{author}</span> <LocalTime at={entry.at} />
        </div>
        {entry.answered && (
          <p className="quote"><strong>{entry.answered.author}</strong> <span>{entry.answered.text}</span></p>
        )}
        <div className="text">{entry.text}</div>
        {sentence ? (
          <p className="failure">
            <span role="alert">{say(sentence)}</span>
            <button type="button" className="link" onClick={onRetry}>{texts.retryText}</button>
            <button type="button" className="link" onClick={onDiscard}>{texts.discardText}</button>
          </p>
        ) : (
          <span className="sending-note">{texts.sendingText}</span>
        )}
      </div>
    </article>
  );
}
