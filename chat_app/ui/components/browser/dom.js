// What several parts of the page ask of the document.

export const LONG_PRESS = 450; // ms of touching something after which that is more than a tap
export const hasTouch = () => matchMedia("(pointer: coarse)").matches;

/** Whether this Enter ends what is written. On a phone it breaks the line, and a button ends it. */
export const sends = (event) =>
  event.key === "Enter" && (event.ctrlKey || event.metaKey || !(event.shiftKey || hasTouch()));

/** @type {() => HTMLTextAreaElement | null} The field that messages are written in. */
export const composerField = () => document.querySelector(".composer textarea");

/** @type {() => HTMLElement | null} What has the focus. */
export const focused = () => /** @type {HTMLElement | null} */ (document.activeElement);

/** @type {(id: string) => HTMLElement | null} The row of the message with this id. */
export const rowOfId = (id) => document.querySelector(`.log article[data-id="${CSS.escape(id)}"]`);

/** Make a text area, if there is one, as high as its text. Its form keeps its height meanwhile, or the log beside it would lose its place. */
export function fitHeight(field) {
  if (!field) return;
  const { form } = field;
  form.style.height = `${form.offsetHeight}px`;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`; // CSS sets the limit
  form.style.height = "";
}

/** Make one row of the log stand out for a moment, and let the keyboard go on from it. */
export function highlightRow(row) {
  row.closest(".rows").querySelector("[data-target]")?.removeAttribute("data-target");
  void row.offsetWidth; // so that a second visit is shown too
  Object.assign(row, { tabIndex: -1 }).dataset.target = "true";
  row.focus({ preventScroll: true });
}

/** Put a text on the clipboard; over plain http, where there is none to ask, by a selection. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    const before = focused();
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    before?.focus();
  }
}

/**
 * Put `text` in the place of what stands from `start` to `end` in a text field, as if it had been typed: the browser
 * can undo it, and the field's own listeners hear of it. The caret stands behind it.
 */
export function insert(field, text, start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  // No longer recommended, and the only way into the history of undoing.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
