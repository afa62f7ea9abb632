import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useSay } from "./language.js";
import * as outbox from "./outbox.js";
import { pointOut, useKept } from "./page.jsx";

const NEAR = 600; // px from an end at which more is asked for
const SLACK = 32; // px from the bottom that still count as being there
const OPENING = 700; // ms in which a channel that was opened finds its place
const QUIET = 1500; // ms after which what is added to the log is news

/**
 * The scroller. It stays at the bottom if it was there; otherwise the first visible row ([data-seq]) stays where
 * it is, whatever happens to the rows: older ones put before it, rows taken away, all of them mounted anew.
 */
export function MessageLog(props) {
  const { farBack, live, change, connectErrors, visit, label, jumpText, oneNewText, manyNewText, icon } = props;
  const channelId = useKept(props.channelId);
  const box = useRef(null);
  const rows = useRef(null);
  const latest = useRef(props);
  latest.current = props;
  const place = useRef({ stick: true, top: 0, anchor: null, openUntil: 0 }).current;
  const [atBottom, setAtBottom] = useState(true);
  const [visible, setVisible] = useState(true);
  const lastSeq = live.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState({ channelId, lastSeq });

  const following = atBottom && visible && !farBack;
  const connection = connectErrors.length === 0 && connectErrors; // a new list for each connection
  useEffect(() => {
    if (connection) latest.current.onFollow(following);
  }, [following, channelId, connection]);
  useEffect(() => {
    if (connection && farBack) latest.current.onChanges();
  }, [change, farBack, connection]);
  useEffect(() => {
    if (following || seen.channelId !== channelId) setSeen({ channelId, lastSeq });
  }, [following, lastSeq, channelId]);

  // Screen readers tell of what is added. A channel that was opened, a page of the past, and all of it again after
  // a break are no news.
  const stretch = useMemo(() => ({}), [channelId, farBack, connection]);
  const [told, setTold] = useState(null);
  useEffect(() => {
    const timer = setTimeout(() => setTold(stretch), QUIET);
    return () => clearTimeout(timer);
  }, [stretch]);
  const isNews = told === stretch && connection && !farBack;

  useLayoutEffect(() => {
    Object.assign(place, { stick: true, anchor: null, openUntil: Date.now() + OPENING, above: "", below: "" });
    settle();
    point();
    const timer = setTimeout(look, OPENING + 50);
    return () => clearTimeout(timer);
  }, [channelId, visit]);

  useEffect(() => {
    const see = () => setVisible(document.visibilityState === "visible");
    see();
    document.addEventListener("visibilitychange", see);
    // Both run before the browser paints what changed.
    const changes = new MutationObserver(settle);
    changes.observe(rows.current, { childList: true, subtree: true, characterData: true });
    const sizes = new ResizeObserver(settle);
    sizes.observe(rows.current);
    sizes.observe(box.current);
    let count = outbox.snapshot().length;
    const unsubscribe = outbox.subscribe(() => {
      if (outbox.snapshot().length > count) toBottom();
      count = outbox.snapshot().length;
    });
    return () => {
      document.removeEventListener("visibilitychange", see);
      changes.disconnect();
      sizes.disconnect();
      unsubscribe();
    };
  }, []);

  const seqRows = () => rows.current.querySelectorAll("[data-seq]");
  const topOf = (row) => row.getBoundingClientRect().top - box.current.getBoundingClientRect().top;
  const lowest = () => box.current.scrollHeight - box.current.clientHeight;

  /** The children or the sizes changed: put the view back where the person had it. */
  function settle() {
    const { current: el } = box;
    // Scrolled by the person since the last look, the event still to come; not so if the content became too short.
    const moved = place.top > lowest() ? 0 : el.scrollTop - place.top;
    const isOpening = Date.now() < place.openUntil;
    // That event will find the place looked at already, and so nothing to tell.
    if (moved < -1 && !isOpening) place.stick = false;
    if (isOpening) open();
    else if (place.stick && !latest.current.farBack) el.scrollTop = lowest();
    else if (place.anchor) {
      const row = nearestRow(place.anchor.seq);
      if (row) el.scrollTop += topOf(row) - place.anchor.top + moved;
    }
    look();
  }

  /** At the message that the page was led to, else where unread begins, else at the newest. */
  function open() {
    const { current: el } = box;
    const row = target();
    const line = rows.current.querySelector("[data-new]");
    if (row) el.scrollTop += topOf(row) - (el.clientHeight - row.offsetHeight) / 2;
    else el.scrollTop = line ? el.scrollTop + topOf(line) - 72 : lowest();
    place.stick = lowest() - el.scrollTop <= SLACK;
  }

  function target() {
    return latest.current.target && rows.current.querySelector(`[data-seq="${latest.current.target}"]`);
  }

  /** Show which message the page was led to, if to any. */
  function point() {
    rows.current.querySelector("[data-target]")?.removeAttribute("data-target");
    const row = target();
    if (row) pointOut(row);
  }

  function nearestRow(seq) {
    let found = null;
    for (const row of seqRows()) {
      if (found && Number(row.dataset.seq) > seq) break;
      found = row;
    }
    return found;
  }

  /** The person scrolled. Only going up leaves the bottom: growing content does not. */
  function scrolled() {
    const { current: el } = box;
    const up = el.scrollTop < place.top - 1 && place.top <= lowest();
    if (up && lowest() - el.scrollTop > SLACK) place.stick = false;
    if (up) place.openUntil = 0;
    look();
  }

  /** Remember where the view is, and ask for more near an end. */
  function look() {
    const { current: el } = box;
    const all = seqRows();
    const { farBack } = latest.current;
    place.top = el.scrollTop;
    // No rows: an empty channel, or a moment of a reconnect, in which the place is kept.
    if (!all.length) return setAtBottom(place.stick && !farBack);
    if (!farBack && lowest() - el.scrollTop <= SLACK) place.stick = true;
    place.anchor = null;
    let low = 0;
    for (let high = all.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (topOf(all[middle]) + all[middle].offsetHeight > 0) high = middle;
      else low = middle + 1;
    }
    if (all[low]) place.anchor = { seq: Number(all[low].dataset.seq), top: topOf(all[low]) };
    setAtBottom(place.stick && !farBack);
    askForMore(el, all);
  }

  function askForMore(el, all) {
    const { hasBefore, hasAfter, farBack, onReachTop, onReachBottom } = latest.current;
    if (Date.now() < place.openUntil) return;
    const above = el.scrollTop < NEAR && hasBefore ? all[0].dataset.seq : "";
    const below = lowest() - el.scrollTop < NEAR && hasAfter && farBack ? all[all.length - 1].dataset.seq : "";
    // Once per approach: again only after other rows came, or after going away from the end.
    if (above && above !== place.above) onReachTop();
    if (below && below !== place.below && !place.stick) onReachBottom();
    place.above = above;
    place.below = below;
  }

  function toBottom() {
    Object.assign(place, { stick: true, openUntil: 0 });
    if (latest.current.farBack) latest.current.onJump();
    else box.current.scrollTop = lowest();
  }

  /** Whoever does something in a channel that was just opened has found a place of their own. */
  const began = () => (place.openUntil = 0);

  const say = useSay();
  const unseen = seen.channelId === channelId ? Math.max(0, lastSeq - seen.lastSeq) : 0;
  const news = unseen === 1 ? oneNewText : say({ template: manyNewText, parts: { count: unseen } });
  return (
    <div className="log-frame">
      <div className="log" role="log" aria-label={label} aria-live={isNews ? "polite" : "off"} aria-relevant="additions"
        tabIndex={0} ref={box} onScroll={scrolled} onKeyDownCapture={began} onPointerDownCapture={began}>
        <div className="rows" ref={rows}>{props.children}</div>
      </div>
      {(!atBottom || farBack) && (
        <button type="button" className={unseen ? "jump news" : "jump"} onClick={toBottom}>
          {icon}
          <span>{unseen ? news : jumpText}</span>
        </button>
      )}
    </div>
  );
}
