import { useEffectEvent, useLayoutEffect, useState } from "react";
import { useSay } from "./language.js";
import { Backlog, Break, isWhole, onScreen, Reading } from "./reading.js";
import { ReadingReports } from "./reading_reports.js";
import { useSince } from "./times.jsx";

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
  const [backlog, setBacklog] = useState(null);
  const [account] = useState(() => accountOf(latest, isAtEnd, setBacklog));
  const { page, reading, lost, unread, reports } = account;
  lost.connected(connectErrors);

  useLayoutEffect(() => {
    reports.open(channelId);
    reading.begin(latest.current.joined ? readTo : page().newest);
    lost.end();
    unread.end();
    return () => reports.leave();
  }, [channelId]);
  useLayoutEffect(() => {
    const next = lost.step(showing);
    if (next === "ask") latest.current.onComeBack(lost.showing, reading.readTo, isAtEnd());
    if (!next && showing && latest.current.joined) reading.learn(readTo);
  }, [showing, readTo, connectErrors]);

  /** The page is led elsewhere: by a link, a button, or because it was opened. */
  function lead() {
    reading.leap();
    unread.lead(reading.readTo, page().newest);
  }

  useComingBack(latest, account, lead);
  return {
    backlog,
    lead,
    see: (rows, boxOf, height) => see(account, rows, boxOf, height, latest.current.live),
    tell: () => reports.tell(),
    /** All of it is to count as read. */
    finish() {
      reading.finish(page().newest);
      reports.report();
      unread.end();
      reports.tell();
    },
  };
}

/** What a page knows of its reading. */
function accountOf(latest, isAtEnd, onBacklog) {
  const reading = new Reading();
  const lost = new Break();
  const page = () => {
    const { channelId, showing, live, onRead, onFollow } = latest.current;
    return {
      isCurrent: Boolean(channelId && showing && showing !== lost.stale),
      isAtNewest: isVisible() && isAtEnd(),
      newest: live.at(-1)?.seq ?? 0,
      showing,
      onRead,
      onFollow,
    };
  };
  return { page, reading, lost, unread: new Backlog(onBacklog), reports: new ReadingReports(reading, page) };
}

/** These rows are laid out so in a screen of that height. */
function see({ page, reading, unread, reports }, rows, boxOf, height, live) {
  const { isCurrent, newest } = page();
  const seqs = Array.from(rows, (row) => Number(row.dataset.seq));
  const isSeen = isVisible() && isCurrent && isWhole(seqs);
  const shown = isSeen && onScreen(rows.length, (index) => boxOf(rows[index]), height);
  if (shown) reading.see(...shown.map((index) => seqs[index]), seqs[0]);
  const timeOf = (seq) => Number(rows[seqs.indexOf(seq)]?.dataset.at) || live.find((one) => one.seq === seq)?.at;
  unread.see(reading.readTo, newest, timeOf);
  reports.tell();
  reports.reportSoon();
}

/** A page that is in front again asks for what it has missed; one that is not says what it has read so far. */
function useComingBack(latest, { page, reading, lost, reports }, lead) {
  const changed = useEffectEvent(() => {
    const { isCurrent, isAtNewest } = page();
    if (isVisible() && isCurrent && !reports.follows) {
      // What came meanwhile may not be here yet, and is not read before the line stands above it.
      if (isAtNewest) lead();
      lost.ask(latest.current.showing);
      latest.current.onComeBack(lost.showing, reading.readTo, isAtNewest);
    }
    reports.tell();
    if (!isVisible()) reports.report();
  });
  // Of the layout, to hear of it before the log does.
  useLayoutEffect(() => {
    const listener = () => changed();
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  }, []);
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
