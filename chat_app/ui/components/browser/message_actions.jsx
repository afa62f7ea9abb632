import { useEffect, useEffectEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { copy, hasTouch, LONG_PRESS } from "./dom.js";
import { useSay } from "./language.js";
import { ROW, rowOf } from "./log_keys.jsx";
import { EmojiButton } from "./emoji_button.jsx";
import { ReplyButton } from "./replies.jsx";

/**
 * The buttons for one message. There is one set of them for all rows, put into the row that is pointed at, touched
 * or has the focus: sixty sets would cost more than the messages themselves. Each names its key, which log_keys.jsx
 * presses it by.
 */
export function MessageActions(props) {
  const { me, ownerIds, isAdmin, joined, editing, label } = props;
  const mark = useRef(null);
  const [row, setRowNow] = useState(null);
  const picking = useRef(false); // the row keeps its buttons as long as the picker is open for it
  const setRow = (next) => picking.current || setRowNow(next);
  const manages = isAdmin || ownerIds.includes(me);

  useRowInHand(mark, setRow);
  const { id, author, deleted } = row?.dataset ?? {};
  const own = author === me;
  const shown = row?.isConnected && deleted !== "true" && id !== editing;
  const act = (handler) => () => {
    handler(id);
    setRow(null);
  };
  const copyLink = () => copy(new URL(props.address + id, location.href).href).then(props.onCopied);
  const picked = (emoji) => {
    props.onReact(id, emoji);
    picking.current = false;
    if (hasTouch()) setRow(null); // nothing else takes them away from over the text
  };
  const bar = shown && (
    // The press must not take the focus from the composer; the keyboard's way is not through a press.
    <div
      className="actions"
      role="group"
      aria-label={label}
      aria-live="off"
      onMouseDown={(event) => event.preventDefault()}
    >
      {joined && <QuickReactions emojis={props.quick} label={props.quickLabel} onPick={picked} />}
      {joined && (
        <EmojiButton
          label={props.reactLabel}
          icon={props.reactIcon}
          className="icon-button"
          shortcut="Plus"
          onOpen={() => (picking.current = true)}
          onPick={picked}
          onClose={() => (picking.current = false)}
        />
      )}
      {joined && (
        <ReplyButton
          label={props.replyLabel}
          icon={props.replyIcon}
          length={props.quoteLength}
          onReply={() => setRow(null)}
        />
      )}
      <ActionButton name={props.copyLabel} shortcut="L" icon={props.copyIcon} onClick={copyLink} />
      {joined && own && (
        <ActionButton name={props.editLabel} shortcut="E" icon={props.editIcon} onClick={act(props.onEdit)} />
      )}
      {joined && (own || manages) && (
        <ActionButton
          name={props.deleteLabel}
          shortcut="Delete"
          icon={props.deleteIcon}
          onClick={act(props.onDelete)}
        />
      )}
    </div>
  );
  return (
    <>
      <i hidden ref={mark} />
      {bar && createPortal(bar, row, id)}
    </>
  );
}

function QuickReactions({ emojis, label, onPick }) {
  const say = useSay();
  return emojis.map((emoji) => (
    <button
      key={emoji}
      type="button"
      className="icon-button quick"
      onClick={() => onPick(emoji)}
      aria-label={say({ template: label, parts: { emoji } })}
    >
      {emoji}
    </button>
  ));
}

const ActionButton = ({ name, shortcut, icon, onClick }) => (
  <button
    type="button"
    className="icon-button"
    aria-label={name}
    title={name}
    aria-keyshortcuts={shortcut}
    onClick={onClick}
  >
    {icon}
  </button>
);

/** Call `choose` with the row that is pointed at, touched or has the focus; null: with none. */
function useRowInHand(mark, choose) {
  const setRow = useEffectEvent(choose);
  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const listening = new AbortController();
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: listening.signal });
    const focused = () => rows.contains(document.activeElement) && rowOf(document.activeElement);
    let touched = false;
    let timer;

    // After a touch, a mouse that rests may have rows move under it: it counts again once it moves itself.
    const point = (event) => touched || setRow(rowOf(event.target) ?? (focused() || null));
    on(rows, "pointermove", (event) => {
      if (!touched || event.pointerType === "touch") return;
      touched = false;
      point(event);
    });
    on(rows, "pointerover", (event) => event.pointerType !== "touch" && point(event));
    on(rows, "pointerleave", (event) => event.pointerType !== "touch" && !touched && setRow(focused() || null));
    on(rows, "focusin", (event) => touched || setRow(rowOf(event.target)));
    on(rows, "focusout", (event) => rows.contains(event.relatedTarget) || setRow(rows.querySelector(`${ROW}:hover`)));

    // A tap or a long press shows them, a tap elsewhere takes them away.
    on(document, "pointerdown", (event) => {
      touched = event.pointerType === "touch";
      clearTimeout(timer);
      if (!touched) return;
      const pressed = rows.contains(event.target) && rowOf(event.target);
      if (event.target.closest(".reaction")) return; // who reacted: reactions.jsx
      if (pressed) timer = setTimeout(() => setRow(pressed), LONG_PRESS);
      else if (!event.target.closest("dialog")) setRow(null);
    });
    ["pointerup", "pointercancel"].forEach((kind) => on(document, kind, () => clearTimeout(timer)));
    on(rows, "click", (event) => {
      if (touched && !event.target.closest("a, button, textarea")) setRow(rowOf(event.target));
    });
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, [mark]);
}
