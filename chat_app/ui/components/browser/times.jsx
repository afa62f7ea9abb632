import { useSay } from "./language.js";

// Times are written in the reader's zone; dates with names in them in the page's language.

const formats = {};

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
export function LocalTime({ at, narrow }) {
  const format = useFormat();
  const clock = useFormatter()("clock", { hour: "numeric", minute: "2-digit" });
  const part = ({ type, value }, number) =>
    type === "dayPeriod" || !value.trim() ? <span key={number} className="sr-only">{value}</span> : value;
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
  const full = format("full", { dateStyle: "full", timeStyle: "medium" }, at);
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={full}>
      {sameYear ? format("moment", options, at) : format("momentOfYear", { ...options, year: "numeric" }, at)}
    </time>
  );
}

/** A day, for example 22 November 2026. */
export function LocalDate({ at }) {
  const format = useFormat();
  return <time dateTime={new Date(at).toISOString()}>{format("date", { dateStyle: "long" }, at)}</time>;
}

const dayOf = (at) => new Date(at).toDateString();
const DAY = 86_400_000; // ms

function nameOfDay(format, at, today, yesterday) {
  if (dayOf(at) === dayOf(Date.now())) return today;
  if (dayOf(at) === dayOf(Date.now() - DAY)) return yesterday;
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = { weekday: "long", day: "numeric", month: "long" };
  return sameYear ? format("day", options, at) : format("dayOfYear", { ...options, year: "numeric" }, at);
}

/** A line with the day's name where a message begins another day than the one before it. */
export function DayDivider({ at, previousAt, today, yesterday }) {
  const format = useFormat();
  if (previousAt && dayOf(at) === dayOf(previousAt)) return null;
  const name = nameOfDay(format, at, today, yesterday);
  return (
    <div className="divider" role="separator" aria-label={name}>
      <span>{name}</span>
    </div>
  );
}
