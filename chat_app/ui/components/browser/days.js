// Days are those of the calendar in the reader's zone, where some have 23 hours and some 25.

const LOOK = 60_000; // ms; a machine that slept has missed its timer by any time

/** The number of the day that a moment is in; the day after has the next. */
export function dayOf(at) {
  const moment = new Date(at);
  return Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 86_400_000;
}

/** How long it is until the next day begins, in ms. */
export function untilTomorrow(now) {
  const moment = new Date(now);
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + 1).getTime() - now;
}

/** Call `onChange` whenever another day than before has begun, also after a sleep; how to stop. */
export function watchDays(onChange) {
  let day = dayOf(Date.now());
  let timer;
  const look = () => {
    const now = Date.now();
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(untilTomorrow(now), LOOK));
    if (dayOf(now) === day) return;
    day = dayOf(now);
    onChange();
  };
  look();
  const { document } = globalThis;
  document?.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document?.removeEventListener("visibilitychange", look);
  };
}
