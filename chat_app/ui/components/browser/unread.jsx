import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLastNonEmpty } from "./hooks.js";
import { WindowTitle } from "./header.jsx";
import { iconOf, sumOf, titleOf } from "./unread_signs.js";

const EDGE = 8; // px of a channel that have to be in view

/** All that is unread; a reconnect empties the list for a moment. */
function useSum(sidebar) {
  return sumOf(useLastNonEmpty(sidebar.length > 0 && sidebar) || []);
}

/** The window's title and icon while chatting, which tell what is unread as the list of channels does. */
export function DocumentTitle({ channel, sidebar, product }) {
  const sum = useSum(sidebar);
  const icon = iconOf(sum);
  useEffect(() => {
    /** @type {HTMLLinkElement | null} */
    const link = document.querySelector("link[rel=icon]");
    if (!link) return;
    link.href = icon;
    return () => {
      link.href = iconOf({ unread: 0, mentions: 0 });
    };
  }, [icon]);
  return <WindowTitle title={titleOf(sum, channel, product)} />;
}

/** What is unread, on the button that brings out the channels; what is meant for the person comes first. */
export function UnreadSum({ sidebar, unreadText, mentionsText }) {
  const { unread, mentions } = useSum(sidebar);
  if (!unread) return null;
  const count = mentions || unread;
  return (
    <span className={mentions ? "badge mentions" : "badge"}>
      {mentions > 0 && "@"}
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {mentions ? mentionsText : unreadText}</span>
    </span>
  );
}

/** The nearest unread channel beyond an edge of the list's box, and which of two kinds there are: mentions come first. */
function unreadBeyond(box, edge) {
  const view = box.getBoundingClientRect();
  const links = [...box.querySelectorAll(".channel-link.unread")].filter((link) => {
    const { top, bottom } = link.getBoundingClientRect();
    return edge === "above" ? bottom < view.top + EDGE : top > view.bottom - EDGE;
  });
  const mentioning = links.filter((link) => link.classList.contains("mentioned"));
  const wanted = mentioning.length ? mentioning : links;
  const kind = mentioning.length ? "mentions" : links.length ? "unread" : "";
  return { kind, nearest: edge === "above" ? wanted.at(-1) : wanted[0] };
}

/**
 * Scrolls the list of channels, in which the open one stays in view, and tells of what is unread beyond its edges.
 * What mentions the person comes first.
 */
export function ChannelScroller({ channelId, sidebar, upIcon, downIcon, texts, children }) {
  const box = useRef(null);
  const [beyond, setBeyond] = useState({ above: "", below: "" });

  const look = useCallback(() => {
    const [above, below] = ["above", "below"].map((edge) => unreadBeyond(box.current, edge).kind);
    setBeyond((before) => (before.above === above && before.below === below ? before : { above, below }));
  }, []);

  useLayoutEffect(look, [look, sidebar]);
  useEffect(() => {
    box.current.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [channelId]);
  // Of the layout, because that ends before the list is taken away: the observer would still tell of its going.
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(look);
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, [look]);

  function goTo(event, edge) {
    event.stopPropagation(); // nothing has been chosen: a drawer stays open
    unreadBeyond(box.current, edge).nearest?.scrollIntoView({ block: "center" });
  }

  const button = (edge, icon) =>
    beyond[edge] && (
      <button type="button" className={`beyond ${edge} ${beyond[edge]}`} onClick={(event) => goTo(event, edge)}>
        {icon}
        {texts[`${beyond[edge]} ${edge}`]}
      </button>
    );
  return (
    <div className="sidebar-frame">
      {button("above", upIcon)}
      <div className="sidebar-body" ref={box} onScroll={look}>
        {children}
      </div>
      {button("below", downIcon)}
    </div>
  );
}
