import { useEffect, useEffectEvent, useRef } from "react";

/**
 * Says that there was input: when the page is opened, then at most once a minute, but at once while the others see
 * this person as away. That a lost connection came back is no input.
 */
export function Activity({ person, online, onActivity }) {
  const away = online.some((one) => one.id === person && one.presence === "away");
  const pause = useEffectEvent(() => (away ? 1000 : 60_000)); // ms
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
      if (document.visibilityState !== "visible" || Date.now() - last < pause()) return;
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
