import { useEffect, useEffectEvent, useRef } from "react";
import { copy } from "./dom.js";
import { rowOf } from "./log_keys.jsx";

const ICON = `<svg class="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
  <rect x="9" y="9" width="11" height="11" rx="2" /><path d="M5 15V6a2 2 0 0 1 2-2h9" /></svg>`;

/** Gives each piece of code a button that copies it, once its message is pointed at, touched or has the focus. */
export function CodeCopy({ label, onCopied }) {
  const mark = useRef(null);
  const labelled = useEffectEvent((button) => {
    button.ariaLabel = button.title = label;
  });
  const copied = useEffectEvent(onCopied);
  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const listening = new AbortController();
    const on = (kind, act) => rows.addEventListener(kind, act, { signal: listening.signal });
    const offer = ({ target }) =>
      rowOf(target)
        ?.querySelectorAll(".text pre")
        .forEach((code) => {
          const button = code.querySelector(".copy-code") ?? code.appendChild(newButton());
          labelled(button);
        });
    ["pointerover", "pointerdown", "focusin"].forEach((kind) => on(kind, offer));
    on("mousedown", (event) => event.target.closest(".copy-code") && event.preventDefault()); // keeps the composer's focus
    on("click", (event) => {
      const code = event.target.closest(".copy-code")?.closest("pre").querySelector("code");
      if (code) copy(code.textContent).then(copied);
    });
    return () => listening.abort();
  }, []);
  return <i hidden ref={mark} />;
}

function newButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "copy-code", innerHTML: ICON });
  button.setAttribute("aria-live", "off"); // it is no part of what is said
  return button;
}
