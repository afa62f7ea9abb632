import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { highlightRow } from "./dom.js";
import { useLastNonEmpty } from "./hooks.js";
import { useSay } from "./language.js";
import { LogPlace, OPENING } from "./log_place.js";
import { UnreadBar, useReading } from "./log_reading.jsx";
import { outbox } from "./outbox_store.js";

const QUIET = 1500; // ms after which what is added to the log is news

/** The scroller, in which a `LogPlace` keeps the place. Asks for more of the past or present near an end of its rows. */
export function MessageLog(props) {
  const { live, change, connectErrors, readingHistory, sidebar, icon } = props;
  const channelId = useLastNonEmpty(props.channelId);
  const latest = useRef(props);
  latest.current = props;
  const [place] = useState(() => new LogPlace(() => latest.current));
  const reading = useReading(latest, channelId, place.isAtNewest);
  const connection = connectErrors.length === 0 && connectErrors; // a new list for each connection

  const bringUpToDate = useEffectEvent(props.onChanges);
  useEffect(() => {
    if (connection && readingHistory) bringUpToDate();
  }, [change, readingHistory, connection]);

  const isNews = useAnnouncements(props.channelId, readingHistory, connection);
  const { box, rows, atBottom, isVisible, toBottom, scrolled } = useKeptPlace(place, reading, channelId, props);
  const unseen = useUnseen(channelId, live, atBottom && isVisible && !readingHistory);
  const item = reading.backlog && sidebar.find(({ id, unread }) => id === channelId && unread > 0);
  return (
    <div className="log-frame">
      {item && (
        <UnreadBar
          item={item}
          atBottom={atBottom}
          since={reading.backlog.since}
          texts={props.barTexts}
          upIcon={props.upIcon}
          downIcon={icon}
          readIcon={props.readIcon}
          onNewest={toBottom}
          onFirst={props.onUnread}
          onMention={props.onMention}
          onRead={reading.finish}
        />
      )}
      <div
        className="log"
        role="log"
        aria-label={props.label}
        aria-live={isNews ? "polite" : "off"}
        aria-relevant="additions"
        tabIndex={0}
        ref={box}
        onScroll={scrolled}
        onKeyDownCapture={place.began}
        onPointerDownCapture={place.began}
      >
        <div className="rows" ref={rows}>
          {props.children}
        </div>
      </div>
      {!item && (!atBottom || readingHistory) && <JumpButton {...props} unseen={unseen} onClick={toBottom} />}
    </div>
  );
}

/** Leads to the newest message, and says how many have come since it was seen. */
function JumpButton({ unseen, icon, jumpText, oneNewText, manyNewText, onClick }) {
  const say = useSay();
  const news = unseen === 1 ? oneNewText : say({ template: manyNewText, parts: { count: unseen } });
  return (
    <button type="button" className={unseen ? "jump news" : "jump"} onClick={onClick}>
      {icon}
      <span>{unseen ? news : jumpText}</span>
    </button>
  );
}

/** How many messages have come since the newest was in view. */
function useUnseen(channelId, live, isFollowing) {
  const lastSeq = live.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState({ channelId, lastSeq });
  const isOther = seen.channelId !== channelId;
  useEffect(() => {
    if (isFollowing || isOther) setSeen({ channelId, lastSeq });
  }, [isFollowing, isOther, lastSeq, channelId]);
  const gone = live.filter(({ seq, deleted }) => deleted && seq > seen.lastSeq).length;
  return isOther ? 0 : Math.max(0, lastSeq - seen.lastSeq - gone);
}

/**
 * Whether what is added is news, which screen readers tell of. A channel that is opened (its id is empty until it is
 * here), a page of the past, and all of it again after a break are none.
 */
function useAnnouncements(channelId, readingHistory, connection) {
  const [quiet, setQuiet] = useState(null); // what has been shown for a while
  useEffect(() => {
    setQuiet(null);
    const timer = setTimeout(() => setQuiet({ channelId, readingHistory, connection }), QUIET);
    return () => clearTimeout(timer);
  }, [channelId, readingHistory, connection]);
  const isQuiet = quiet?.channelId === channelId && quiet.connection === connection && !quiet.readingHistory;
  return isQuiet && connection && !readingHistory && channelId !== "";
}

/** Keep the place as rows come and go and the reader scrolls, and tell of what is seen and of an end that is near. */
function useKeptPlace(place, reading, channelId, { jumpCount, showing, newFrom, readTo, readingHistory, ...on }) {
  const box = useRef(null);
  const rows = useRef(null);
  const opened = useRef(false); // whether a channel or a message is being opened as this is painted
  const [atBottom, setAtBottom] = useState(true);

  function look() {
    const all = place.look();
    if (all.length) reading.see(all, place.boxOf, place.height);
    else reading.tell();
    setAtBottom(place.isAtNewest());
    if (!all.length) return;
    const { above, below } = place.approach();
    if (above) on.onReachTop();
    if (below) on.onReachBottom();
  }
  function toBottom() {
    place.toBottom();
    reading.lead();
    if (readingHistory) on.onJump();
    look();
  }
  function scrolled() {
    place.scrolled();
    look();
  }

  function settle() {
    if (place.settle()) look();
  }
  function wrote() {
    reading.finish(); // who writes is done with what came before; the server says so, too
    toBottom();
  }

  const looked = useEffectEvent(look);
  const leave = useEffectEvent(() => reading.lead());
  const lead = useEffectEvent((toLine) => {
    place.lead(toLine);
    reading.lead();
    settle();
  });
  useLayoutEffect(() => {
    place.attach(box.current, rows.current);
    return () => place.attach(null, null);
  }, [place]);
  useLayoutEffect(() => {
    opened.current = true;
    lead(false);
    rows.current.querySelector("[data-target]")?.removeAttribute("data-target");
    const row = place.target();
    if (row) highlightRow(row);
    const timer = setTimeout(() => looked(), OPENING + 50);
    return () => clearTimeout(timer);
  }, [place, channelId, jumpCount]);
  useLayoutEffect(() => {
    // The line has moved: where something was missed, one is led to it from the newest, and only from there.
    if (!newFrom || !place.sticks || opened.current) return;
    lead(true);
    const timer = setTimeout(() => looked(), OPENING + 50);
    return () => clearTimeout(timer);
  }, [place, newFrom]);
  useLayoutEffect(() => {
    opened.current = false;
  });
  useLayoutEffect(() => leave(), [readingHistory]); // where the rows are others, they follow on what was read or do not
  useLayoutEffect(() => looked(), [showing, readTo]);
  const isVisible = useChanges(box, rows, { look, settle, wrote });
  return { box, rows, atBottom, isVisible, toBottom, scrolled };
}

/** Hear of what changes in the log, of what is written, and of whether the page is in front, which is returned. */
function useChanges(box, rows, on) {
  const [isVisible, setVisible] = useState(true);
  const look = useEffectEvent(on.look);
  const settle = useEffectEvent(on.settle);
  const wrote = useEffectEvent(on.wrote);
  // Of the layout, because that ends before the rows are taken away: the observers would still tell of their going.
  useLayoutEffect(() => {
    const see = () => {
      setVisible(document.visibilityState === "visible");
      look();
    };
    see();
    document.addEventListener("visibilitychange", see);
    // Both run before the browser paints what changed.
    const changes = new MutationObserver(() => settle());
    changes.observe(rows.current, { childList: true, subtree: true, characterData: true });
    const sizes = new ResizeObserver(() => settle());
    [rows.current, box.current].forEach((element) => sizes.observe(element));
    const unsubscribe = outbox.added.subscribe(() => wrote());
    return () => {
      document.removeEventListener("visibilitychange", see);
      changes.disconnect();
      sizes.disconnect();
      unsubscribe();
    };
  }, [box, rows]);
  return isVisible;
}
