import { startTransition, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { hasTouch } from "./dom.js";
import * as known from "./emoji_data.js";
import { Categories, Failure, Foot, Head, Tabs } from "./emoji_parts.jsx";
import { useBack } from "./overlays.jsx";

const GAP = 6; // px between the button and the picker
const SETTLING = 12; // frames in which the list may still change its height under one

/** The dialog: search, categories, what was used lately, skin tone. All categories are one list to scroll. */
export default function Picker({ request, onClose, ...texts }) {
  const dialog = useRef(null);
  const list = useRef(null);
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState(known.tone);
  const [pointedAt, setPointedAt] = useState(null);
  const { categories, failed, found, used, common } = useEmojis(request, query, texts.common);
  const [drawn, setDrawn] = useDrawn(request, categories);
  const [jump, stopJump] = useJump(list);

  useBack(Boolean(request), onClose);
  useLayoutEffect(() => {
    const { current: el } = dialog;
    if (!request) return el.close();
    setQuery("");
    setPointedAt(null);
    // A dialog gives the focus to its first field, and a phone then covers half of it with the keyboard.
    list.current.toggleAttribute("autofocus", hasTouch());
    el.showModal();
    place(el, request.button);
    list.current.scrollTop = 0;
    if (!hasTouch()) el.querySelector("input").focus();
  }, [request]);
  const [current, look] = useCurrent(list, request, categories, found); // of the dialog that is open by now

  const pointed = (event) => {
    const emoji = event.target.closest("[data-emoji]");
    if (emoji) setPointedAt({ char: emoji.dataset.emoji, name: emoji.ariaLabel, code: emoji.dataset.code });
  };
  const chosen = (event) => {
    const emoji = event.target.closest("[data-emoji]")?.dataset.emoji;
    if (!emoji) return;
    known.remember(emoji);
    request.onPick(emoji);
    onClose();
  };
  const pressed = (event) => {
    stopJump();
    if (moveBy(event, dialog.current, list.current, Boolean(found))) event.preventDefault();
  };
  const jumpTo = (category) => {
    setQuery("");
    setDrawn(categories.length);
    jump(category);
  };
  const moves = { onScroll: look, onWheel: stopJump, onTouchMove: stopJump, onPointerDown: stopJump };

  return (
    <dialog
      ref={dialog}
      className="picker"
      aria-label={texts.label}
      // The browser tells of it a moment later: by then it may be open again, for another request.
      onClose={() => request && !dialog.current.open && onClose()}
      onKeyDown={pressed}
      onMouseDown={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="picker-body">
        <Head texts={texts} query={query} onQuery={setQuery} tone={tone} onTone={setTone} />
        <Tabs texts={texts} categories={categories} current={current} onChoose={jumpTo} />
        <div
          className="picker-list"
          ref={list}
          tabIndex={-1}
          onClick={chosen}
          onPointerOver={pointed}
          onFocus={pointed}
          {...moves}
        >
          <Categories {...{ categories: categories.slice(0, drawn), found, used, common, tone, texts }} />
          {failed && <Failure text={texts.failedText} />}
        </div>
        <Foot emoji={pointedAt} />
      </div>
    </dialog>
  );
}

const NONE = [];

/** The catalogue, fetched when a picker is wanted; what the query finds in it, what was used lately, and what many use. */
function useEmojis(request, query, commonChars) {
  const [loaded, setLoaded] = useState(null);
  const [failed, setFailed] = useState(false);
  const [lately, setLately] = useState(NONE);
  useEffect(() => {
    if (!request) return;
    setFailed(false);
    known.catalogue().then(setLoaded, () => setFailed(true));
  }, [request]);
  useLayoutEffect(() => {
    if (request) setLately(known.recent());
  }, [request]);
  const categories = loaded ?? NONE;
  const found = useMemo(() => loaded && query.trim() && known.search(loaded, query), [loaded, query]);
  const [used, common] = useMemo(() => {
    const named = new Map(categories.flatMap((each) => each.emojis).map((one) => [known.plain(one.char), one]));
    const all = (chars) => chars.map((char) => ({ ...named.get(known.plain(char)), char })).filter(({ name }) => name);
    const own = lately.map(known.plain);
    return [all(lately), all(commonChars.filter((char) => !own.includes(known.plain(char))))];
  }, [lately, categories, commonChars]);
  return { categories, failed, found, used, common };
}

/**
 * How many categories are drawn by now: the first is painted with the dialog, the others one by one when the browser
 * has nothing better to do.
 */
function useDrawn(request, categories) {
  const [drawn, setDrawn] = useState(1);
  useLayoutEffect(() => {
    if (!request) setDrawn(1);
  }, [request]);
  useEffect(() => {
    if (!request || drawn >= categories.length) return;
    const draw = () => startTransition(() => setDrawn(drawn + 1));
    const timer = setTimeout(draw, 16);
    return () => clearTimeout(timer);
  }, [request, categories, drawn]);
  return /** @type {const} */ ([drawn, setDrawn]);
}

/** The category at the top of the list, and what finds it out when the list was scrolled. */
function useCurrent(list, request, categories, found) {
  const [current, setCurrent] = useState("");
  const look = () => setCurrent(categoryAtTop(list.current));
  useLayoutEffect(() => {
    if (request) setCurrent(categoryAtTop(list.current));
  }, [list, request, categories, found]);
  return /** @type {const} */ ([current, look]);
}

function categoryAtTop(list) {
  const edge = list.getBoundingClientRect().top + 8;
  const passed = [...list.children].filter((one) => one.getBoundingClientRect().top <= edge);
  return passed.at(-1)?.dataset.category ?? "";
}

/** What jumps to a category, and what stops that: somebody who scrolls has the last word. */
function useJump(list) {
  const jumping = useRef(null); // what a jump still has to do
  const jump = (category) => {
    // Again and again: what comes into view has its true height then, which was a guess before.
    const own = (jumping.current = { frames: SETTLING });
    const show = () => {
      if (jumping.current !== own || !own.frames) return;
      own.frames -= 1;
      list.current.querySelector(`[data-category="${category}"]`)?.scrollIntoView({ block: "start" });
      requestAnimationFrame(show);
    };
    requestAnimationFrame(show);
  };
  const stop = () => {
    jumping.current = null;
  };
  return [jump, stop];
}

/** Do what a key does in the dialog; whether it does anything. */
function moveBy({ key, target }, dialog, list, isSearch) {
  const all = [...list.querySelectorAll("[data-emoji]")];
  const at = all.indexOf(document.activeElement);
  if (at >= 0) {
    const to = destination(all, at, key);
    if (to === undefined) return false;
    (all[to] ?? dialog.querySelector("input")).focus();
    return true;
  }
  if (target.tagName !== "INPUT" || !all.length) return false;
  if (key === "ArrowDown") all[0].focus();
  else if (key === "Enter" && isSearch) all[0].click();
  else return false;
  return true;
}

/** Beside the button, within the window; on a narrow screen CSS has it at the bottom. */
function place(el, button) {
  const at = button.getBoundingClientRect();
  const [width, height] = [el.offsetWidth, el.offsetHeight];
  const above = at.top - height - GAP;
  const top = above >= 8 ? above : Math.min(at.bottom + GAP, innerHeight - height - 8);
  el.style.top = `${Math.max(8, top)}px`;
  el.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
}

/** Where an arrow leads in the grid; -1: back to the search field. Rows are found by where things are. */
function destination(all, at, key) {
  if (key === "ArrowRight") return Math.min(at + 1, all.length - 1);
  if (key === "ArrowLeft") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return all.length - 1;
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const step = key === "ArrowDown" ? 1 : -1;
  const here = all[at].getBoundingClientRect();
  const topOf = (index) => all[index].getBoundingClientRect().top;
  let next = at;
  while (all[next] && Math.abs(topOf(next) - here.top) < 2) next += step;
  if (!all[next]) return step < 0 ? -1 : at;
  const row = topOf(next);
  let best = next;
  for (let index = next; all[index] && Math.abs(topOf(index) - row) < 2; index += step) {
    const off = (other) => Math.abs(all[other].getBoundingClientRect().left - here.left);
    if (off(index) < off(best)) best = index;
  }
  return best;
}
