import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { fitHeight, rowOfId, sends } from "./dom.js";
import { edits } from "./drafts.js";
import { useLastNonEmpty } from "./hooks.js";
import { toComposer } from "./log_keys.jsx";

/**
 * The text of a message as a field, in the row of the message. Enter saves, Escape leaves it as it is. An edit that is
 * neither saved nor cancelled is kept, and goes on when its message is on show again.
 */
export function MessageEditor(props) {
  const { messageId, text, saved, error } = props;
  const [channelId, person] = [useLastNonEmpty(props.channelId), useLastNonEmpty(props.person)];
  const field = useRef(null);
  const [row, setRow] = useState(null);
  const [draft, setDraft] = useState("");
  const resumed = useRef(""); // the message whose edit went on by itself; who is writing elsewhere stays there
  const saving = useRef("");

  const begin = useEffectEvent(() => {
    const found = messageId && rowOfId(messageId);
    const kept = edits.find(person, channelId, messageId);
    const again = kept?.trim() === text && resumed.current === messageId; // it was stored, unheard
    if (again) edits.forget(person, channelId, messageId);
    setRow((!again && found) || null);
    setDraft(kept ?? text);
    if (messageId && (again || !found)) props.onCancel(); // its channel is no longer shown, or it is far from here
    return found;
  });
  useLayoutEffect(() => {
    const found = begin();
    if (!found) return;
    found.dataset.editing = "true";
    return () => {
      delete found.dataset.editing;
      if (resumed.current !== messageId) toComposer();
      resumed.current = "";
    };
  }, [messageId, text, channelId]);

  const forget = useEffectEvent((id) => edits.forget(person, channelId, id));
  useEffect(() => {
    if (saving.current && saving.current === saved) forget(saved);
    saving.current = "";
  }, [messageId, saved, error]);

  const resume = useEffectEvent(props.onEdit);
  useEffect(() => {
    const next = !messageId && edits.underWay(person, channelId).find((id) => isOwn(rowOfId(id), person));
    if (!next || next === resumed.current) return;
    resumed.current = next;
    resume(next);
  }, [messageId, channelId, person, props.live]);

  const enter = useEffectEvent(() => {
    if (!row || resumed.current === messageId) return;
    field.current.focus();
    field.current.setSelectionRange(draft.length, draft.length);
    row.scrollIntoView({ block: "nearest" });
  });
  useLayoutEffect(() => enter(), [row]);

  useLayoutEffect(() => fitHeight(field.current), [draft, row]);

  const write = (value) => {
    setDraft(value);
    edits.keep(person, channelId, messageId, value);
  };
  const cancel = () => {
    edits.forget(person, channelId, messageId);
    props.onCancel();
  };
  const save = () => {
    if (draft.trim() === text) return cancel();
    saving.current = messageId;
    props.onSave(messageId, draft);
  };
  const form = (
    <EditorForm
      {...props}
      field={field}
      draft={draft}
      onWrite={write}
      onSave={save}
      onCancel={cancel}
      onFocus={() => (resumed.current = "")}
    />
  );
  return row?.isConnected && createPortal(form, row.querySelector(".body"), messageId);
}

const isOwn = (row, person) => row?.dataset.author === person && row.dataset.deleted !== "true";

function EditorForm({ field, draft, error, hint, label, saveLabel, cancelLabel, onWrite, onSave, onCancel, onFocus }) {
  const pressed = (event) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (composing) return;
    if (event.key === "Escape") onCancel();
    else if (sends(event)) onSave();
    else return;
    event.preventDefault();
  };
  return (
    <form className="editor" aria-live="off" onSubmit={(event) => (event.preventDefault(), onSave())}>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label={label}
        value={draft}
        onChange={(event) => onWrite(event.target.value)}
        onKeyDown={pressed}
        onFocus={onFocus}
        aria-invalid={error !== ""}
        aria-describedby="editor-note"
      />
      <p id="editor-note" className={error ? "error" : "hint"} role={error ? "alert" : undefined}>
        {error || hint}
      </p>
      <button type="button" className="button" onClick={onCancel}>
        {cancelLabel}
      </button>
      <button type="submit" className="button primary">
        {saveLabel}
      </button>
    </form>
  );
}
