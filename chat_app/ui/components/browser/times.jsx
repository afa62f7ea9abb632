import { useSyncExternalStore } from "react";
import { dayOf, watchDays } from "./days.js";
import { useSay } from "./language.js";

// Times are written in the reader's zone; dates with names in them in the page's language.

const formats = {};

const readers = new Set();
let stopWatching = null;

function subscribe(reader) {
  readers.add(reader);
  stopWatching ??= watchDays(() => readers.forEach((each) => each()));
  return () => {
    readers.delete(reader);
    if (readers.size) return;
    stopWatching();
    stopWatching = null;
  };
}

/** The number of the present day; what is named by it is painted again when another begins. */
const useToday = () =>
  useSyncExternalStore(
    subscribe,
    () => dayOf(Date.now()),
    () => 0,
  );

/** What writes a `kind` of time in the language of the page, as the reader's own country has it. */
function useFormatter() {
  const { language } = useSay();
  return (kind, options) => {
    const reader = () => navigator.languages?.find((each) => each.split("-")[0] === language) ?? language;
    const known = (formats[language] ??= {});
    known[kind] ??= new Intl.DateTimeFormat(kind === "clock" ? undefined : reader(), options);
    return known[kind];
  };
}

function useFormat() {
  const formatter = useFormatter();
  return (kind, options, at) => formatter(kind, options).format(at);
}

/** The time of day, the full date on hover. `narrow`: which half of the day is read out and not shown. */
export function LocalTime({ at, narrow = false }) {
  const format = useFormat();
  const clock = useFormatter()("clock", { hour: "numeric", minute: "2-digit" });
  const part = ({ type, value }, number) =>
    type === "dayPeriod" || !value.trim() ? (
      <span key={number} className="sr-only">
        {value}
      </span>
    ) : (
      value
    );
  const full = format("full", { dateStyle: "full", timeStyle: "medium" }, at);
  return (
    <time dateTime={new Date(at).toISOString()} title={full}>
      {narrow ? clock.formatToParts(at).map(part) : clock.format(at)}
    </time>
  );
}

/** The day and the time of day, the full date on hover. */
export function LocalMoment({ at, className }) {
  const format = useFormat();
  useToday();
  const full = format("full", { dateStyle: "full", timeStyle: "medium" }, at);
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={full}>
      {sameYear ? format("moment", options, at) : format("momentOfYear", { ...options, year: "numeric" }, at)}
    </time>
  );
}

/** What tells since when something is: the time of day, before today with the day. */
export function useSince() {
  const format = useFormat();
  const now = useToday();
  const clock = { hour: "numeric", minute: "2-digit" };
  return (at) =>
    dayOf(at) === now ? format("clock", clock, at) : format("moment", { day: "numeric", month: "short", ...clock }, at);
}

/** A day, for example 22 November 2026. */
export function LocalDate({ at }) {
  const format = useFormat();
  return <time dateTime={new Date(at).toISOString()}>{format("date", { dateStyle: "long" }, at)}</time>;
}

function nameOfDay(format, at, now, today, yesterday) {
  if (dayOf(at) === now) return today;
  if (dayOf(at) === now - 1) return yesterday;
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = { weekday: "long", day: "numeric", month: "long" };
  return sameYear ? format("day", options, at) : format("dayOfYear", { ...options, year: "numeric" }, at);
}

/** A line with the day's name where a message begins another day than the one before it. */
export function DayDivider({ at, previousAt, today, yesterday }) {
  const format = useFormat();
  const now = useToday();
  if (previousAt && dayOf(at) === dayOf(previousAt)) return null;
  const name = nameOfDay(format, at, now, today, yesterday);
  return (
    <div className="divider" role="separator" aria-label={name}>
      <span>{name}</span>
    </div>
  );
}
