import { useEffect, useRef } from "react";
import { composerField, hasTouch } from "./dom.js";
import { destination, isTyping, shortcutOf } from "./key_rules.js";
import { nameOf } from "./message_text.js";

export const ROW = "article[data-id]";
export const rowOf = (node) => node?.closest?.(ROW) ?? null;
export const toComposer = () => hasTouch() || composerField()?.focus();

// Code scrolls, and so is a stop. What adds a reaction is among the buttons of the message as well.
const STOPS = "a[href], button:not(.add-reaction), pre";
const stopsOf = (row) => [...row.querySelectorAll(STOPS)].filter((one) => !one.closest(".editor"));
const topOf = (node) => node.getBoundingClientRect().top;

/**
 * The keyboard among the messages. The log is one stop of the Tab key, at the newest message in view. Arrows, Home,
 * End and Page keys go through the messages, Enter and then Tab to what one has: links, a quote, reactions, buttons.
 * A button that names a key in `aria-keyshortcuts` is pressed by it. Escape, Down from the newest and any other
 * letter lead back to writing.
 */
export function LogKeys() {
  const mark = useRef(null);
  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const log = rows.closest(".log");
    const listening = new AbortController();
    const on = (target, kind, act, capture = false) =>
      target.addEventListener(kind, act, { signal: listening.signal, capture });
    const all = () => [...rows.querySelectorAll(ROW)];
    let entered = null; // the message whose own stops Tab leads to: not one that Tab itself has led to
    let isTabbing = false;

    // What Tab finds is put right when it is pressed: nothing is done for each message that comes.
    on(
      document,
      "keydown",
      (event) => {
        isTabbing = event.key === "Tab";
        if (!isTabbing) return;
        const active = document.activeElement;
        const current = rows.contains(active) && rowOf(active);
        const stop = current || (active === log ? null : newestInView(log, all()));
        log.tabIndex = stop ? -1 : 0;
        all().forEach((row) => {
          row.tabIndex = row === stop ? 0 : -1;
          const isOpen = row === current && (row === entered || active !== row);
          stopsOf(row).forEach((one) => (one.tabIndex = isOpen ? 0 : -1));
        });
      },
      true,
    );
    on(rows, "focusin", ({ target }) => {
      const row = rowOf(target);
      if (row && (row !== target || !isTabbing)) entered = row;
      if (row === target) {
        if (isTabbing) entered = null;
        row.ariaLabel = spokenOf(row);
      }
      isTabbing = false;
    });
    on(rows, "focusout", ({ target }) => target === rowOf(target) && target.removeAttribute("aria-label"));

    on(log, "keydown", (event) => {
      const { target, key } = event;
      const current = rowOf(target);
      if (event.defaultPrevented || event.isComposing || target.closest("textarea, input, .editor")) return;
      if (current && key === "Escape") return toComposer();
      const shortcut = current && shortcutOf(event);
      const button = shortcut && current.querySelector(`[aria-keyshortcuts="${CSS.escape(shortcut)}"]`);
      if (button) {
        event.preventDefault();
        button.focus({ preventScroll: true }); // and the focus goes on from there, as after a press
        button.click();
      } else if (isTyping(event))
        toComposer(); // which then gets the letter
      else if (key === "Enter" && target === current) {
        event.preventDefault(); // or it would press what it leads to
        stopsOf(current)[0]?.focus();
      } else if (!event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) go(event, current);
    });

    function go(event, current) {
      const those = all();
      const to = destination(event.key, {
        at: those.indexOf(current),
        tops: those.map(topOf),
        height: log.clientHeight,
      });
      if (to === undefined) return;
      event.preventDefault();
      if (!those[to]) return toComposer();
      those[to].focus({ preventScroll: true }); // of its own accord it does not bring up what is cut off
      those[to].scrollIntoView({ block: "nearest" });
    }
    return () => listening.abort();
  }, []);
  return <i hidden ref={mark} />;
}

/** The lowest message that begins within the log. */
function newestInView(log, all) {
  const bottom = log.getBoundingClientRect().bottom;
  return all.findLast((row) => topOf(row) < bottom) ?? all.at(-1);
}

/** What is read out of a message that has the focus: whose it is, when, what it says, and what was said to it. */
function spokenOf(row) {
  const said = (selector) => (row.querySelector(selector)?.innerText ?? "").replace(/\s+/g, " ").trim();
  const time = row.querySelector("time")?.textContent ?? "";
  const reactions = [...row.querySelectorAll(".reaction")].map((one) => one.ariaLabel);
  return [nameOf(row), time, said(".quote"), said(".text"), ...reactions].filter(Boolean).join(", ");
}
