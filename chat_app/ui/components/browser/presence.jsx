import { useEffect, useEffectEvent, useRef } from "react";

const SHORT_PAUSE = 1; // s; between two words of somebody who counts as away

/**
 * Says that there was input: when the page is opened, then at most once in a `pause` (s), but at once while the others see
 * this person as away. That a lost connection came back is no input.
 */
export function Activity({ person, online, pause, onActivity }) {
  const away = online.some((one) => one.id === person && one.presence === "away");
  const silence = useEffectEvent(() => (away ? SHORT_PAUSE : pause) * 1000); // ms
  const tell = useEffectEvent(onActivity);
  const known = person !== "";
  const opened = useRef(false);
  useEffect(() => {
    if (!known || opened.current) return;
    opened.current = true;
    if (document.visibilityState === "visible") tell();
  }, [known]);
  useEffect(() => {
    let last = 0;
    const noticed = () => {
      if (document.visibilityState !== "visible" || Date.now() - last < silence()) return;
      last = Date.now();
      tell();
    };
    const kinds = ["pointerdown", "pointermove", "keydown", "scroll", "visibilitychange"];
    const options = { passive: true, capture: true };
    kinds.forEach((kind) => document.addEventListener(kind, noticed, options));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, noticed, options));
  }, []);
  return null;
}
