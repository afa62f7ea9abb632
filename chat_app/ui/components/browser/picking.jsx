import { useEffect, useState, useSyncExternalStore } from "react";
import { catalogue } from "./emoji.js";

// The picker is code that a page gets when it is opened for the first time, or about to be. Not by React's `lazy`:
// what that shows late it shows 300 ms later still.
const load = () => import("./picker.jsx");

// One picker for the whole page: who wants an emoji asks for it, with the button that was pressed.
let asked = null;
const listeners = new Set();
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const ask = (next) => {
  asked = next;
  listeners.forEach((listener) => listener());
};

/** Open the picker beside `button`; `onPick` gets the emoji. */
export const pickEmoji = (button, onPick, onClose) => ask({ button, onPick, onClose });

/** Somebody is about to open it. */
export const warm = () => {
  load();
  catalogue().catch(() => {});
};

/** The place of the picker; it is there once it was asked for. */
export function EmojiPicker(props) {
  const request = useSyncExternalStore(subscribe, () => asked, () => null);
  const [Picker, setPicker] = useState(null);
  useEffect(() => {
    if (request && !Picker) load().then((module) => setPicker(() => module.default), () => ask(null));
  }, [request]);
  const close = () => {
    request?.onClose?.();
    ask(null);
  };
  return Picker && <Picker {...props} request={request} onClose={close} />;
}

/** Opens the picker. Pointing at it has the picker fetched already. */
export function EmojiButton({ label, icon, className, onOpen, onPick, onClose }) {
  const [open, setOpen] = useState(false);
  const opened = (event) => {
    warm();
    setOpen(true);
    onOpen?.();
    pickEmoji(event.currentTarget, onPick, () => {
      setOpen(false);
      onClose?.();
    });
  };
  return (
    <button type="button" className={className} aria-label={label} title={label} aria-haspopup="dialog"
      aria-expanded={open} onPointerEnter={warm} onFocus={warm} onClick={opened}>
      {icon}
    </button>
  );
}
