import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { useSay } from "./language.js";
import { pickEmoji } from "./picking.jsx";

// Who looks at the page: the same for every row, so that no row has to be painted anew for it.
let me = "";
const listeners = new Set();
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The reactions to one message. What pressing them does is `Reactions`' work, for all rows. */
export function ReactionChips({ reactions, label, addLabel }) {
  const person = useSyncExternalStore(subscribe, () => me, () => "");
  return (
    <div className="reactions" role="group" aria-label={label}>
      {reactions.map(({ emoji, count, user_ids: userIds }) => (
        <button key={emoji} type="button" className="reaction" data-emoji={emoji} data-count={count} aria-label={`${emoji} ${count}`}
          aria-pressed={userIds.includes(person)}>
          <span className="reaction-emoji">{emoji}</span> {count}
        </button>
      ))}
      {/* No stop of the Tab key: the message's own buttons have one for the same. */}
      <button type="button" className="add-reaction" tabIndex={-1} aria-label={addLabel} title={addLabel}>+</button>
    </div>
  );
}

const WAIT = 300; // ms of pointing at a reaction after which it says who reacted

/** For all rows of the log: pressing a reaction, and who reacted. */
export function Reactions(props) {
  const mark = useRef(null);
  const latest = useRef(props);
  latest.current = props;
  const [chip, setChip] = useState(null);

  useEffect(() => {
    mark.current.closest(".rows").dataset.joined = props.joined;
  }, [props.joined]);

  useEffect(() => {
    me = props.me;
    listeners.forEach((listener) => listener());
  }, [props.me]);

  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const listening = new AbortController();
    const on = (kind, act) => rows.addEventListener(kind, act, { signal: listening.signal });
    const chipOf = (node) => node.closest?.(".reaction") ?? null;
    const idOf = (node) => node.closest("[data-id]").dataset.id;
    let timer;
    const show = (next, wait) => {
      clearTimeout(timer);
      if (!next) return setChip(null);
      timer = setTimeout(() => {
        latest.current.onWho(idOf(next), next.dataset.emoji);
        setChip(next);
      }, wait);
    };
    on("click", (event) => {
      const adding = event.target.closest?.(".add-reaction");
      if (adding) return pickEmoji(adding, (emoji) => latest.current.onReact(idOf(adding), emoji));
      const pressed = chipOf(event.target);
      if (!pressed) return;
      show(null);
      if (latest.current.joined) latest.current.onToggle(idOf(pressed), pressed.dataset.emoji);
    });
    on("pointerover", (event) => event.pointerType !== "touch" && show(chipOf(event.target), WAIT));
    on("pointerleave", () => show(null));
    on("focusin", (event) => show(chipOf(event.target), WAIT));
    on("focusout", () => show(null));
    on("contextmenu", (event) => {
      const pressed = chipOf(event.target); // a long press, by touch
      if (pressed) event.preventDefault();
      if (pressed) show(pressed, 0);
    });
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, []);

  const row = chip?.isConnected ? chip.closest("[data-id]") : null;
  const told = row && row.dataset.id === props.messageId && chip.dataset.emoji === props.emoji && props.names.length;
  return (
    <>
      <i hidden ref={mark} />
      {told ? createPortal(<Who chip={chip} {...props} />, chip) : null}
    </>
  );
}

function Who({ chip, names, emoji, moreText }) {
  const { language } = useSay();
  const others = Number(chip.dataset.count) - names.length;
  const all = others > 0 ? [...names, moreText.replace("{count}", others)] : names;
  return (
    <span role="tooltip" className="who">
      {emoji} {new Intl.ListFormat(language).format(all)}
    </span>
  );
}
