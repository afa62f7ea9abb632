import { useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { composerField, rowOfId } from "./dom.js";

/** Back to the message with this id, else to writing; but not away from where the focus has gone by itself. */
function giveBack(id) {
  setTimeout(() => {
    const row = rowOfId(id);
    if (document.activeElement === document.body) (row ?? composerField())?.focus();
  });
}

/**
 * A sentence that goes away by itself after `seconds`: an error, or news with something to be done about it.
 * `about` tells one from the next with the same words; it may be a message's id. A notice that had the focus gives
 * it back.
 */
export function Toast({ message, about, seconds, actionLabel, dismissLabel, icon, onAction, onDismiss }) {
  const action = useRef(null);
  const box = useRef(null);
  const dismiss = useEffectEvent(onDismiss);
  useLayoutEffect(() => {
    const { current: el } = box;
    return () => {
      if (el?.contains(document.activeElement)) giveBack(about);
    };
  }, [message, about]);
  useEffect(() => {
    if (!message) return;
    // Whoever came by the keyboard had the focus on what is gone now.
    if (action.current && document.activeElement === document.body) action.current.focus();
    const timer = setTimeout(() => dismiss(), seconds * 1000);
    return () => clearTimeout(timer);
  }, [message, about, seconds]);
  return (
    message && (
      <div className="toast" ref={box} role={actionLabel ? "status" : "alert"}>
        <span>{message}</span>
        {actionLabel && (
          <button type="button" className="toast-action" ref={action} onClick={onAction}>
            {actionLabel}
          </button>
        )}
        <button type="button" className="icon-button" aria-label={dismissLabel} onClick={onDismiss}>
          {icon}
        </button>
      </div>
    )
  );
}
