import { useLayoutEffect, useRef, useState } from "react";
import { useSay } from "./language.js";
import { Break, isWhole, onScreen, Reading } from "./reading.js";
import { useSince } from "./times.jsx";

const PAUSE = 1000; // ms in which what was read is gathered before the server is told
const LONG_PAUSE = 60_000; // the same while the page follows: the server knows, but for what gets lost with the connection

const isVisible = () => document.visibilityState === "visible";

/**
 * Keeps what the person has read of the channel: what was on the screen, one message after the other. A page that has
 * read all and is at the newest message *follows*: then the server moves the mark by itself. Until then the page says
 * how far it has read. `latest` are the log's props, `isAtEnd` tells whether it is at the newest message.
 *
 * `backlog` is what was unread when the page was led to where it is, until all of it is read: `since` when.
 */
export function useReading(latest, channelId, isAtEnd) {
  const { showing, readTo, connectErrors } = latest.current;
  const reading = useState(() => new Reading())[0];
  const lost = useState(() => new Break())[0];
  const state = useRef({
    showing: 0,
    connection: null,
    following: false,
    timer: null,
    backlog: null,
    had: 0,
    channelId: "",
  }).current;
  const [backlog, setBacklog] = useState(null);

  if (state.connection && state.connection !== connectErrors) lost.begin(state.had);
  state.connection = connectErrors;

  const newest = () => latest.current.live.at(-1)?.seq ?? 0;
  const isBehind = () => reading.readTo < newest();
  const isCurrent = () => latest.current.channelId && latest.current.showing && latest.current.showing !== lost.stale;
  const keep = (next) => setBacklog((state.backlog = next));

  function report() {
    clearTimeout(state.timer);
    state.timer = 0;
    if (!isCurrent()) return;
    const seq = reading.news();
    if (seq) latest.current.onRead(state.channelId, seq);
  }

  /**
   * Tell the server whether the page follows, when that is news for what the page shows, and how far it has read: what
   * came after that when it ceased to follow nobody has seen, whatever the server took it for.
   */
  function tell() {
    if (!isCurrent()) return;
    const following = isVisible() && isAtEnd() && !isBehind();
    if (state.showing !== latest.current.showing)
      Object.assign(state, { showing: latest.current.showing, following: false });
    if (state.following !== following) say(following);
  }

  function say(following) {
    state.following = following;
    clearTimeout(state.timer);
    state.timer = 0;
    reading.news(); // it is told with this
    latest.current.onFollow(state.showing, following, reading.readTo);
  }

  /** The channel is no longer on show. What came since then, before the server heard of it, nobody has seen. */
  function leave() {
    if (state.following && isCurrent()) say(false);
    else report();
  }

  /** The page is led elsewhere: by a link, a button, or because it was opened. */
  function lead() {
    reading.leap();
    if (!isBehind()) keep(null);
    else if (!state.backlog) keep({ first: reading.readTo + 1, since: 0 });
  }

  /** These rows are laid out so in a screen of that height. */
  function see(rows, boxOf, height) {
    const seqs = Array.from(rows, (row) => Number(row.dataset.seq));
    const isSeen = isVisible() && isCurrent() && isWhole(seqs);
    const shown = isSeen && onScreen(rows.length, (index) => boxOf(rows[index]), height);
    if (shown) reading.see(...shown.map((index) => seqs[index]), seqs[0]);
    if (state.backlog && !isBehind()) keep(null);
    else if (state.backlog && !state.backlog.since) {
      const { first } = state.backlog;
      const since =
        Number(rows[seqs.indexOf(first)]?.dataset.at) || latest.current.live.find(({ seq }) => seq === first)?.at;
      if (since) keep({ first, since });
    }
    tell();
    if (reading.readTo > reading.told) state.timer ||= setTimeout(report, state.following ? LONG_PAUSE : PAUSE);
  }

  /** All of it is to count as read. */
  function finish() {
    reading.finish(newest());
    report();
    keep(null);
    tell();
  }

  useLayoutEffect(() => {
    state.channelId = channelId;
    reading.begin(latest.current.joined ? readTo : newest());
    lost.end();
    keep(null);
    return leave;
  }, [channelId]);
  useLayoutEffect(() => {
    state.had = showing;
    const next = lost.step(showing);
    if (next === "ask") latest.current.onComeBack(lost.showing, reading.readTo, isAtEnd());
    if (!next && showing && latest.current.joined) reading.learn(readTo);
  }, [showing, readTo, connectErrors]);
  // Of the layout, to hear of it before the log does.
  useLayoutEffect(() => {
    const changed = () => {
      if (isVisible() && isCurrent() && !state.following) {
        // What came meanwhile may not be here yet, and is not read before the line stands above it.
        if (isAtEnd()) lead();
        lost.ask(latest.current.showing);
        latest.current.onComeBack(lost.showing, reading.readTo, isAtEnd());
      }
      tell();
      if (!isVisible()) report();
    };
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return { backlog, see, lead, finish, tell };
}

/** What is unread, and since when; the ways to it and past it. */
export function UnreadBar({
  item,
  since,
  texts,
  atBottom,
  upIcon,
  downIcon,
  readIcon,
  onFirst,
  onNewest,
  onMention,
  onRead,
}) {
  const say = useSay();
  const time = useSince();
  const parts = { count: item.unread, time: since && time(since) };
  const label = say({ template: since ? texts.since : texts.unread, parts });
  return (
    <div className="unread-bar" role="group" aria-label={label}>
      <span className="unread-count">{label}</span>
      {item.mentions > 0 && (
        <button
          type="button"
          className="to-mention"
          title={texts.mention}
          aria-label={texts.mention}
          onClick={onMention}
        >
          @{item.mentions}
        </button>
      )}
      <button type="button" className={`bar-jump ${atBottom ? "up" : "down"}`} onClick={atBottom ? onFirst : onNewest}>
        {atBottom ? upIcon : downIcon}
        <span>{atBottom ? texts.first : texts.newest}</span>
      </button>
      <button type="button" className="mark-read" title={texts.markRead} aria-label={texts.markRead} onClick={onRead}>
        {readIcon}
      </button>
    </div>
  );
}
