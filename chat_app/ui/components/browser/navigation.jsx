import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { composerField } from "./dom.js";
import { within } from "./inner_links.js";
import { Modal } from "./overlays.jsx";
import { place } from "./place.js";

/** The channel the page is on: {id, key, title, kind, private, joined}. */
export const useHere = () => useSyncExternalStore(place.subscribe, place.here, place.here);

/** Keeps the page's place while the chat is on show: by the address, and by what the server knows. */
export function PlaceKeeper({ home, addressOf, channel, title, joined, sidebar, onGone }) {
  const here = useHere();
  const gone = useEffectEvent(onGone);
  const writeAddress = useEffectEvent(addressOf);
  const address = useLocation();
  useEffect(() => place.enter(home, writeAddress, () => gone()), [home]);
  useEffect(() => place.look(), [address]); // the router goes where the server sends it
  useEffect(() => place.learn(sidebar, channel, title, joined), [sidebar, channel, title, joined, here]);
  return null;
}

/**
 * A link to another address of the chat; `channelId` says which channel's, if it is one of the list. The page is there
 * with the click. With a modifier key the browser does what it always does.
 */
export function PageLink({ href, channelId, children, ...rest }) {
  const here = useHere();
  const clicked = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    place.go(href);
  };
  /** @type {import("react").AriaAttributes} */
  const current = channelId ? { "aria-current": channelId === here.id ? "page" : "false" } : {};
  return (
    <a {...rest} {...current} href={href} onClick={clicked}>
      {children}
    </a>
  );
}

/**
 * Says that the channel in which one was is lost, before anything else can be done: what is being typed goes nowhere.
 * `lost` is the channel, whose address has `lostKey` of it, and `children` say what has happened to it.
 */
export function LostChannel({ lost, lostKey, label, keptText, copyText, copiedText, goText, children }) {
  const here = useHere();
  const open = lost.reason !== "" && (lost.id === here.id || lostKey === here.key);
  const [words, setWords] = useState("");
  const [copied, setCopied] = useState(false);
  const sentence = useRef(null);
  const field = useRef(null);
  useEffect(() => {
    setWords(open ? (composerField()?.value.trim() ?? "") : "");
    setCopied(false);
    // Not on a button: the next key of whoever is typing would press it.
    if (open) sentence.current.focus();
  }, [open]);
  const copy = async () => {
    field.current.select();
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      document.execCommand("copy"); // where the page came over plain http
    }
    setCopied(true);
  };
  return (
    <Modal open={open} unasked onClose={() => place.goHome()} aria-labelledby="lost-title" className="dialog small">
      <h2 id="lost-title" tabIndex={-1} ref={sentence}>
        {children}
      </h2>
      {words && (
        <>
          <p className="quiet">{keptText}</p>
          <textarea readOnly rows={3} value={words} aria-label={label} ref={field} />
        </>
      )}
      <div className="dialog-buttons">
        {words && (
          <button type="button" className="button" onClick={copy}>
            {copied ? copiedText : copyText}
          </button>
        )}
        {/* Closed first, so that the next composer finds the focus free. */}
        <button
          type="button"
          className="button primary"
          onClick={(event) => event.currentTarget.closest("dialog").close()}
        >
          {goText}
        </button>
      </div>
    </Modal>
  );
}

/** Has a link to a channel or a message of this chat, wherever somebody has written it, open in this page. */
export function InnerLinks({ chat }) {
  useEffect(() => {
    const clicked = (event) => {
      const aside = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      const link = !aside && !event.defaultPrevented && event.target.closest("a[href]");
      const address = link && within(link.href, location, chat);
      if (!address) return;
      event.preventDefault();
      place.go(address);
    };
    document.addEventListener("click", clicked);
    return () => document.removeEventListener("click", clicked);
  }, [chat]);
  return null;
}
