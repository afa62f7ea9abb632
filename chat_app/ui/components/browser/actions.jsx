import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { fitHeight, hasTouch, LONG_PRESS, useKept } from "./page.jsx";
import { EmojiButton } from "./picking.jsx";
import { ReplyButton } from "./replies.jsx";

const ROW = "article[data-id]";
const rowOf = (node) => node?.closest?.(ROW) ?? null;
const toComposer = () => hasTouch() || document.querySelector(".composer textarea")?.focus();

/** A letter, and neither a command nor a key that does something here: Space scrolls, ? lists the shortcuts. */
function isTyping(event) {
  const command = event.ctrlKey || event.altKey || event.metaKey;
  if (command && !event.getModifierState("AltGraph")) return false;
  return event.key === "Dead" || ([...event.key].length === 1 && !" ?".includes(event.key));
}

/**
 * The buttons for one message. There is one set of them for all rows, put into the row that is pointed at, touched
 * or has the focus: sixty sets would cost more than the messages themselves.
 *
 * Keyboard: from the log, Up and Down go through the messages, Tab to the buttons; Escape, Down from the newest and
 * any letter back to writing.
 */
export function MessageActions(props) {
  const { me, ownerIds, isAdmin, joined, editing, label } = props;
  const mark = useRef(null);
  const [row, setRowNow] = useState(null);
  const picking = useRef(false); // the row keeps its buttons as long as the picker is open for it
  const setRow = (next) => picking.current || setRowNow(next);
  const manages = isAdmin || ownerIds.includes(me);

  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const log = rows.closest(".log");
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

    on(log, "keydown", (event) => {
      const { target, key } = event;
      const current = rowOf(target);
      if (current && key === "Escape" && !event.defaultPrevented && target.tagName !== "TEXTAREA") return toComposer();
      if (target !== log && target !== current) return;
      if (isTyping(event)) return toComposer(); // which then gets the letter
      if (!["ArrowUp", "ArrowDown"].includes(key)) return;
      const all = [...rows.querySelectorAll(ROW)];
      const to = current ? all.indexOf(current) + (key === "ArrowUp" ? -1 : 1) : all.length - 1;
      if (!all[to] && key === "ArrowUp") return;
      event.preventDefault();
      if (!all[to]) return toComposer();
      all[to].focus({ preventScroll: true }); // of its own accord it does not bring up what is cut off
      all[to].scrollIntoView({ block: "nearest" });
    });
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, []);

  const { id, author, deleted } = row?.dataset ?? {};
  const own = author === me;
  const shown = row?.isConnected && deleted !== "true" && id !== editing;
  const act = (handler) => () => {
    handler(id);
    setRow(null);
  };
  const picked = (emoji) => {
    props.onReact(id, emoji);
    picking.current = false;
    if (hasTouch()) setRow(null); // nothing else takes them away from over the text
  };
  const button = (name, icon, onClick) => (
    <button type="button" className="icon-button" aria-label={name} title={name} onClick={onClick}>{icon}</button>
  );
  const bar = shown && (
    // The press must not take the focus from the composer; the keyboard's way is not through a press.
    <div className="actions" role="group" aria-label={label} aria-live="off" onMouseDown={(event) => event.preventDefault()}>
      {joined && (
        <EmojiButton label={props.reactLabel} icon={props.reactIcon} className="icon-button"
          onOpen={() => (picking.current = true)} onPick={picked}
          onClose={() => (picking.current = false)} />
      )}
      {joined && <ReplyButton label={props.replyLabel} icon={props.replyIcon} onReply={() => setRow(null)} />}
      {button(props.copyLabel, props.copyIcon, () => copyLink(props.channel, id).then(props.onCopied))}
      {joined && own && button(props.editLabel, props.editIcon, act(props.onEdit))}
      {joined && (own || manages) && button(props.deleteLabel, props.deleteIcon, act(props.onDelete))}
    </div>
  );
  return (
    <>
      <i hidden ref={mark} />
      {bar && createPortal(bar, row, id)}
    </>
  );
}

/** Copies the address of a message; over plain http, where there is no clipboard, by a selection. */
async function copyLink(channel, id) {
  const address = `${location.origin}/chat?channel=${encodeURIComponent(channel)}&message=${id}`;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: address, readOnly: true });
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before?.focus();
  }
}

/** The text of a message as a field, in the row of the message. Enter saves, Escape leaves it as it is. */
export function MessageEditor(props) {
  const { messageId, text, error, label, saveLabel, cancelLabel, hint } = props;
  const channelId = useKept(props.channelId);
  const mark = useRef(null);
  const field = useRef(null);
  const [row, setRow] = useState(null);
  const [draft, setDraft] = useState("");

  useLayoutEffect(() => {
    const found = messageId && mark.current.closest(".rows").querySelector(`${ROW}[data-id="${CSS.escape(messageId)}"]`);
    setRow(found || null);
    setDraft(text);
    if (messageId && !found) props.onCancel(); // its channel is no longer shown, or it is far from here
    if (!found) return;
    found.dataset.editing = "true";
    return () => {
      delete found.dataset.editing;
      toComposer();
    };
  }, [messageId, text, channelId]);

  useLayoutEffect(() => {
    if (!row) return;
    field.current.focus();
    field.current.setSelectionRange(text.length, text.length);
    row.scrollIntoView({ block: "nearest" });
  }, [row]);

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  }, [draft, row]);

  const save = () => (draft.trim() === text ? props.onCancel() : props.onSave(messageId, draft));
  const pressed = (event) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (composing) return;
    if (event.key === "Escape") props.onCancel();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
  };
  const editor = (
    <form className="editor" aria-live="off" onSubmit={(event) => (event.preventDefault(), save())}>
      <textarea ref={field} rows={1} aria-label={label} value={draft} onChange={(event) => setDraft(event.target.value)}
        onKeyDown={pressed} aria-invalid={error !== ""} aria-describedby="editor-note" />
      <p id="editor-note" className={error ? "error" : "hint"} role={error ? "alert" : undefined}>{error || hint}</p>
      <button type="button" className="button" onClick={props.onCancel}>{cancelLabel}</button>
      <button type="submit" className="button primary">{saveLabel}</button>
    </form>
  );
  return (
    <>
      <i hidden ref={mark} />
      {row?.isConnected && createPortal(editor, row.querySelector(".body"), messageId)}
    </>
  );
}
