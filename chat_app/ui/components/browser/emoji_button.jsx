import { useState, useSyncExternalStore } from "react";
import { catalogue } from "./emoji_data.js";
import { Listeners } from "./listeners.js";

// The picker is code that a page gets when it is opened for the first time, or about to be. Not by React's `lazy`:
// what that shows late it shows 300 ms later still.
export const loadPicker = () => import("./emoji_dialog.jsx");

// One picker for the whole page: who wants an emoji asks for it, with the button that was pressed.
let asked = null;
const listeners = new Listeners();
const ask = (next) => {
  asked = next;
  listeners.call();
};

/** What the picker is asked for: `{ button, onPick, onClose }`; null: nothing. */
export const useRequest = () =>
  useSyncExternalStore(
    listeners.subscribe,
    () => asked,
    () => null,
  );
export const forget = () => ask(null);

/** Open the picker beside `button`; `onPick` gets the emoji. */
export const pickEmoji = (button, onPick, onClose) => ask({ button, onPick, onClose });

/** Somebody is about to open it. */
export const warm = () => {
  loadPicker();
  catalogue().catch(() => {});
};

/** Opens the picker. Pointing at it has the picker fetched already. */
export function EmojiButton({ label, icon, className, shortcut = "", onPick, onOpen = () => {}, onClose = () => {} }) {
  const [open, setOpen] = useState(false);
  const opened = (event) => {
    warm();
    setOpen(true);
    onOpen();
    pickEmoji(event.currentTarget, onPick, () => {
      setOpen(false);
      onClose();
    });
  };
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      aria-keyshortcuts={shortcut || undefined}
      aria-expanded={open}
      onPointerEnter={warm}
      onFocus={warm}
      onClick={opened}
    >
      {icon}
    </button>
  );
}
