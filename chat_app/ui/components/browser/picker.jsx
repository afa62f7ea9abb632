import { memo, startTransition, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import * as known from "./emoji.js";
import { hasTouch } from "./page.jsx";

const GAP = 6; // px between the button and the picker
const MOST_FOUND = 120;
const HANDS = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/** The dialog: search, categories, what was used lately, skin tone. All categories are one list to scroll. */
export default function Picker({ request, onClose, ...texts }) {
  const dialog = useRef(null);
  const list = useRef(null);
  const [categories, setCategories] = useState(null);
  const [failed, setFailed] = useState(false);
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState(known.tone);
  const [drawn, setDrawn] = useState(1); // how many categories are drawn by now
  const [lately, setLately] = useState([]);
  const [current, setCurrent] = useState(""); // the category at the top of the list
  const [pointedAt, setPointedAt] = useState(null);

  useEffect(() => {
    if (!request) return;
    setFailed(false);
    known.catalogue().then(setCategories, () => setFailed(true));
  }, [request]);

  useLayoutEffect(() => {
    const { current: el } = dialog;
    if (!request) {
      el.close();
      return setDrawn(1);
    }
    setQuery("");
    setLately(known.recent());
    setPointedAt(null);
    // A dialog gives the focus to its first field, and a phone then covers half of it with the keyboard.
    list.current.toggleAttribute("autofocus", hasTouch());
    el.showModal();
    place(el, request.button);
    list.current.scrollTop = 0;
    if (!hasTouch()) el.querySelector("input").focus();
  }, [request]);

  // The first category is painted with the dialog, the others one by one when the browser has nothing better to do.
  useEffect(() => {
    if (!request || !categories || drawn >= categories.length) return;
    const draw = () => startTransition(() => setDrawn(drawn + 1));
    const timer = setTimeout(draw, 16);
    return () => clearTimeout(timer);
  }, [request, categories, drawn]);

  const found = useMemo(() => categories && query.trim() && known.search(categories, query), [categories, query]);
  const used = useMemo(() => {
    const named = new Map(lately.map((char) => [known.plain(char), null]));
    for (const one of (categories ?? []).flatMap((each) => each.emojis)) {
      if (named.has(known.plain(one.char))) named.set(known.plain(one.char), one);
    }
    return lately.map((char) => ({ ...named.get(known.plain(char)), char })).filter(({ name }) => name);
  }, [lately, categories]);

  const scrolled = () => {
    const edge = list.current.getBoundingClientRect().top + 8;
    const passed = [...list.current.children].filter((one) => one.getBoundingClientRect().top <= edge);
    setCurrent(passed.at(-1)?.dataset.category ?? "");
  };
  useLayoutEffect(() => {
    if (request) scrolled();
  }, [request, categories, found]);
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
    const all = [...list.current.querySelectorAll("[data-emoji]")];
    const at = all.indexOf(document.activeElement);
    if (at < 0) {
      if (event.target.tagName !== "INPUT" || !all.length) return;
      if (event.key === "ArrowDown") all[0].focus();
      else if (event.key === "Enter" && found) all[0].click();
      else return;
    } else {
      const to = destination(all, at, event.key);
      if (to === undefined) return;
      (all[to] ?? dialog.current.querySelector("input")).focus();
    }
    event.preventDefault();
  };
  const jump = (category) => {
    const show = () => list.current.querySelector(`[data-category="${category}"]`)?.scrollIntoView({ block: "start" });
    setQuery("");
    setDrawn(categories.length);
    requestAnimationFrame(() => requestAnimationFrame(show));
  };
  const choose = (number) => {
    known.setTone(number);
    setTone(number);
  };

  return (
    <dialog ref={dialog} className="picker" aria-label={texts.label} onClose={() => request && onClose()}
      onKeyDown={pressed} onMouseDown={(event) => event.target === dialog.current && dialog.current.close()}>
      <div className="picker-body">
        <div className="picker-head">
          <input type="text" inputMode="search" enterKeyHint="search" aria-label={texts.searchLabel} placeholder={texts.searchLabel} value={query}
            autoComplete="off" onChange={(event) => setQuery(event.target.value)} />
          <Tones label={texts.toneLabel} names={texts.toneNames} tone={tone} onChoose={choose} />
        </div>
        <div className="picker-tabs" role="group" aria-label={texts.categoriesLabel}>
          {(categories ?? []).map(({ category, emojis }) => (
            <button key={category} type="button" aria-label={texts.categoryNames[category]}
              title={texts.categoryNames[category]} aria-current={category === current || undefined}
              onClick={() => jump(category)}>
              {emojis[0].char}
            </button>
          ))}
        </div>
        <div className="picker-list" ref={list} tabIndex={-1} onClick={chosen} onScroll={scrolled}
          onPointerOver={pointed} onFocus={pointed}>
          {found ? (
            <Category title={texts.foundLabel} emojis={found.slice(0, MOST_FOUND)} tone={tone} none={texts.noneText} />
          ) : (
            <>
              {used.length > 0 && <Category title={texts.recentLabel} emojis={used} tone={0} />}
              {(categories ?? []).slice(0, drawn).map(({ category, emojis }) => (
                <Category key={category} id={category} title={texts.categoryNames[category]} emojis={emojis}
                  tone={tone} />
              ))}
            </>
          )}
          {failed && <p className="empty-note" role="alert">{texts.failedText}</p>}
        </div>
        <p className="picker-foot" aria-hidden="true">
          {pointedAt && (
            <>
              <span className="picker-shown">{pointedAt.char}</span>
              <span>{pointedAt.name}</span>
              <span className="quiet">{pointedAt.code}</span>
            </>
          )}
        </p>
      </div>
    </dialog>
  );
}

const Category = memo(function Category({ id, title, emojis, tone, none }) {
  return (
    <section className="picker-category" data-category={id} aria-label={title}>
      <h3>{title}</h3>
      {emojis.length === 0 && <p className="empty-note" role="status">{none}</p>}
      <div className="picker-grid">
        {emojis.map((one) => {
          const char = known.toned(one, tone);
          return (
            <button key={one.char} type="button" data-emoji={char} data-code={one.codes[0] ? `:${one.codes[0]}:` : ""}
              aria-label={one.name} title={one.name}>
              {char}
            </button>
          );
        })}
      </div>
    </section>
  );
});

function Tones({ label, names, tone, onChoose }) {
  return (
    <select className="picker-tone" aria-label={label} title={label} value={tone}
      onChange={(event) => onChoose(Number(event.target.value))}>
      {HANDS.map((hand, number) => <option key={hand} value={number} aria-label={names[number]}>{hand}</option>)}
    </select>
  );
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
