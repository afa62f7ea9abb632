import { Fragment, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { copy } from "./dom.js";
import { useLastNonEmpty } from "./hooks.js";
import { useSay } from "./language.js";
import { outbox, plan } from "./outbox_store.js";
import { pendingRows } from "./pending.js";
import { Toast } from "./toast.jsx";

const LATE = 15_000; // ms without an answer after which a message may be retried by hand
const SAME_ANSWER = 3000; // ms after which an unchanged refusal counts as the answer to a retry
const LONGEST_SLEEP = 60_000; // ms
const SHOWN_STORED = 1500; // ms for which a stored message stays, if it is not among those shown by then
const MAX_DISCARDED = 5; // notices at once
const A_DAY = 86_400; // s
const EXCERPT = 80; // characters of a message in a notice

/** One's messages that are not seen stored yet; sends them, and again after the connection was away. */
export function Outbox(props) {
  const { live } = props;
  const [channelId, person] = [useLastNonEmpty(props.channelId), useLastNonEmpty(props.person)];
  const { entries, isShown, refusalOf, sentenceFor, retry, slow } = useSending(props, person);
  const [discarded, setDiscarded] = useState([]);
  const discard = (entry) => {
    outbox.drop([entry.id]);
    setDiscarded((before) => [...before, entry].slice(-MAX_DISCARDED));
  };
  const forget = ({ id }) => setDiscarded((before) => before.filter((entry) => entry.id !== id));
  const mine = entries.filter((e) => e.channel === channelId && !isShown(e));
  const me = { ...props.me, author_id: person };
  const rows = pendingRows(mine, { live, me, failureOf: sentenceFor });
  const failing = mine.filter(sentenceFor);
  return (
    <>
      {mine.map((entry, index) => (
        <Fragment key={entry.id}>
          {props.row({ ...rows[index], retry: () => retry(entry), discard: () => discard(entry) })}
        </Fragment>
      ))}
      {failing.length > 1 && (
        <p className="retry-all">
          <button type="button" className="link" onClick={() => failing.forEach(retry)}>
            {props.retryAllText}
          </button>
        </p>
      )}
      {slow && mine.length > failing.length && (
        <p className="sending-slowly" role="status">
          {props.slowText}
        </p>
      )}
      <OutboxNotices
        {...props}
        discarded={discarded}
        onForget={forget}
        refused={entries.filter((e) => refusalOf(e) && e.channel !== channelId)}
      />
    </>
  );
}

/** Send what is in the outbox, one message after the other, and keep account of the answers. */
function useSending({ live, stored, failed, waiting, connectErrors, lateText, onSend }, person) {
  const entries = useSyncExternalStore(outbox.subscribe, outbox.snapshot, outbox.snapshot);
  const connected = useRef(true);
  const underWay = useRef(new Set()); // sent by this page, and not answered yet
  const [slow, setSlow] = useState(false);
  const until = useHold(waiting, underWay, () => setSlow(true));
  const [woken, wakeUp] = useState(0);

  const shownIds = new Set(live.map((message) => message.client_message_id));
  const isShown = (e) => shownIds.has(e.id);
  const refusalOf = (e) => (failed[e.id] && failed !== e.ignored && failed[e.id]) || "";
  const sentenceFor = (e) => refusalOf(e) || (e.late && lateText) || "";

  // An answer may be on its way to a socket that is gone: only a live connection counts as late.
  const isLate = (id) =>
    connected.current && underWay.current.has(id) && outbox.snapshot().some((e) => e.id === id && !e.stored);
  function send(entry) {
    underWay.current.add(entry.id);
    outbox.claim(entry.id);
    onSend(entry.channel, entry.id, entry.text, entry.answered?.id ?? "");
    setTimeout(() => isLate(entry.id) && outbox.note(entry.id, { late: true }), LATE);
  }
  function retry(entry) {
    // What `failed` says now is the old answer. If it still says so in a while, it is the new one too.
    outbox.note(entry.id, { ignored: failed, late: false });
    setTimeout(() => outbox.note(entry.id, { ignored: undefined }), SAME_ANSWER);
    send(entry);
  }

  useEffect(() => outbox.open(person), [person]);

  // Each connection is a new (empty) list of errors: whatever has no answer yet goes out again, under its old
  // id, so that the server answers a repeat with the message it already has.
  useEffect(() => {
    connected.current = connectErrors.length === 0;
    if (!connected.current) return;
    underWay.current.clear();
    const late = outbox.snapshot().filter((e) => e.late);
    late.forEach((e) => outbox.note(e.id, { late: false }));
  }, [connectErrors]);

  /** Do the next thing there is to do; for how long (ms) there is nothing after it. */
  const advance = useEffectEvent(() => {
    const done = entries.filter(isShown).map((e) => e.id);
    if (done.length) return void outbox.drop(done);
    const acknowledged = entries.find((e) => !e.stored && stored.includes(e.id));
    if (acknowledged) return void outbox.settle(acknowledged.id);
    const refused = entries.find((e) => e.tab === outbox.tab && refusalOf(e));
    if (refused) {
      underWay.current.delete(refused.id);
      return void outbox.release(refused.id);
    }
    if (slow && !entries.some((e) => !e.stored && !sentenceFor(e))) setSlow(false);
    if (connectErrors.length) return;
    const { due, wake } = plan(entries, {
      tab: outbox.tab,
      now: Date.now(),
      until: until.current,
      underWay: underWay.current,
      isRefused: refusalOf,
    });
    due.forEach(send);
    return wake;
  });
  useEffect(() => {
    const wake = advance();
    if (!Number.isFinite(wake)) return;
    const timer = setTimeout(() => wakeUp((before) => before + 1), Math.min(wake, LONGEST_SLEEP));
    return () => clearTimeout(timer);
  }, [entries, live, stored, failed, waiting, connectErrors, woken]);

  useLeaving(entries);
  return { entries, isShown, refusalOf, sentenceFor, retry, slow };
}

/** Let go of what is stored but not among the messages shown (they come another way): in a moment, so as not to blink. */
function useLeaving(entries) {
  const stored = entries.filter((e) => e.stored).map((e) => e.id);
  const ids = stored.join();
  useEffect(() => {
    if (!ids) return;
    const timer = setTimeout(() => outbox.drop(ids.split(",")), SHOWN_STORED);
    return () => clearTimeout(timer);
  }, [ids]);
}

/** What was discarded and can be had back, and what was refused (`refused`) and has no channel to be shown in. */
function OutboxNotices({ discarded, refused, sidebar, onForget, ...texts }) {
  const say = useSay();
  // Its channel is gone, or one is no longer in it.
  const homeless = refused.filter((e) => sidebar.length > 0 && !sidebar.some(({ id }) => id === e.channel));
  const notice = ({ id }) => ({ about: id, dismissLabel: texts.dismissLabel, icon: texts.closeIcon });
  return (
    <InNotices>
      {discarded.map((entry) => (
        <Toast
          key={entry.id}
          {...notice(entry)}
          message={texts.discardedText}
          seconds={texts.undoSeconds}
          actionLabel={texts.undoText}
          onAction={() => (outbox.put(entry), onForget(entry))}
          onDismiss={() => onForget(entry)}
        />
      ))}
      {homeless.map((entry) => (
        <Toast
          key={entry.id}
          {...notice(entry)}
          seconds={A_DAY}
          message={say({ template: texts.homelessText, parts: { text: entry.text.slice(0, EXCERPT) } })}
          actionLabel={texts.copyText}
          onAction={() => copy(entry.text).then(() => outbox.drop([entry.id]))}
          onDismiss={() => outbox.drop([entry.id])}
        />
      ))}
    </InNotices>
  );
}

/** Where the page has its notices. */
function InNotices({ children }) {
  const [place, setPlace] = useState(null);
  useEffect(() => setPlace(document.querySelector(".toasts")), []);
  return place && createPortal(children, place);
}

/**
 * Until when (ms) nothing is sent, as the answers in `waiting` have it: by a message's id, how many `seconds` to wait,
 * and a `number` that tells one answer from the next. Such a message is no longer under way.
 */
function useHold(waiting, underWay, onHold) {
  const until = useRef(0);
  const heard = useRef(new Map());
  const hear = useEffectEvent(() => {
    for (const [id, { seconds, number }] of Object.entries(waiting)) {
      if (heard.current.get(id) === number) continue;
      heard.current.set(id, number);
      if (!outbox.snapshot().some((e) => e.id === id)) continue;
      underWay.current.delete(id);
      outbox.note(id, { late: false });
      until.current = Date.now() + seconds * 1000;
      onHold();
    }
  });
  useLayoutEffect(() => hear(), [waiting]);
  return until;
}
