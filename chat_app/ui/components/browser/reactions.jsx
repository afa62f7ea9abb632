import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { LONG_PRESS } from "./dom.js";
import { useSay } from "./language.js";
import { pickEmoji } from "./emoji_button.jsx";

const WAIT = 300; // ms of pointing at a reaction after which it says who reacted
const EDGE = 6; // px between what it says and anything else

/** For all rows of the log: pressing a reaction, and who reacted. */
export function Reactions(props) {
  const mark = useRef(null);
  const who = useEffectEvent(props.onWho);
  const react = useEffectEvent(props.onReact);
  const toggle = useEffectEvent((id, emoji) => props.joined && props.onToggle(id, emoji));
  const [chip, setChip] = useState(null);

  useEffect(() => {
    mark.current.closest(".rows").dataset.joined = props.joined;
  }, [props.joined]);

  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const listening = new AbortController();
    const on = (kind, act, target = rows) => target.addEventListener(kind, act, { signal: listening.signal });
    const byTouch = (event) => event.pointerType === "touch";
    const chipOf = (node) => node.closest?.(".reaction") ?? null;
    const idOf = (node) => node.closest("[data-id]").dataset.id;
    let timer;
    let held = false; // by a touch that was told who reacted, and so is no tap
    const show = (next, wait, done) => {
      clearTimeout(timer);
      if (!next) return setChip(null);
      timer = setTimeout(() => {
        who(idOf(next), next.dataset.emoji);
        setChip(next);
        done?.();
      }, wait);
    };
    on("click", (event) => {
      const adding = event.target.closest?.(".add-reaction");
      if (adding) return pickEmoji(adding, (emoji) => react(idOf(adding), emoji));
      const pressed = chipOf(event.target);
      if (!pressed || (held && event.detail)) return; // the keyboard has no detail
      show(null);
      toggle(idOf(pressed), pressed.dataset.emoji);
    });
    on("pointerover", (event) => byTouch(event) || show(chipOf(event.target), WAIT));
    on("pointerleave", (event) => byTouch(event) || show(null));
    on("focusin", (event) => held || show(chipOf(event.target), WAIT));
    on("focusout", () => held || show(null));
    // A long press tells it until the next touch.
    on(
      "pointerdown",
      (event) => {
        held = false;
        if (!byTouch(event)) return;
        show(null);
        const pressed = rows.contains(event.target) && chipOf(event.target);
        if (pressed) show(pressed, LONG_PRESS, () => (held = true));
      },
      document,
    );
    ["pointerup", "pointercancel"].forEach((kind) =>
      on(kind, (event) => byTouch(event) && clearTimeout(timer), document),
    );
    on("contextmenu", (event) => held && event.preventDefault());
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
  const say = useSay();
  const others = Number(chip.dataset.count) - names.length;
  const all = others > 0 ? [...names, say({ template: moreText, parts: { count: others } })] : names;
  const tip = useRef(null);
  useLayoutEffect(() => place(tip.current, chip));
  return (
    <span role="tooltip" className="who" ref={tip}>
      {emoji} {new Intl.ListFormat(say.language).format(all)}
    </span>
  );
}

/** Above the reaction or, where the log has no room for it, below; not beyond the log's sides. */
function place(tip, chip) {
  const log = chip.closest(".log");
  const [room, at] = [log, chip].map((each) => each.getBoundingClientRect());
  const rightmost = room.left + log.clientWidth - EDGE - tip.offsetWidth;
  const left = Math.max(room.left + EDGE, Math.min(at.left, rightmost));
  tip.style.left = `${left - at.left - chip.clientLeft}px`;
  tip.classList.toggle("below", at.top - 2 * EDGE - tip.offsetHeight < room.top);
}
