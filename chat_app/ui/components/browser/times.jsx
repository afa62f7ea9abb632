import { useSay } from "./language.js";

// Times are written in the reader's zone; dates with names in them in the page's language.

const formats = {};

/** `format(kind, options, at)` in the language of the page, as the reader's own country has it. */
function useFormat() {
  const { language } = useSay();
  return (kind, options, at) => {
    const reader = () => navigator.languages?.find((each) => each.split("-")[0] === language) ?? language;
    const known = (formats[language] ??= {});
    known[kind] ??= new Intl.DateTimeFormat(kind === "clock" ? undefined : reader(), options);
    return known[kind].format(at);
  };
}

/** hh:mm, the full date on hover. */
export function LocalTime({ at, className }) {
  const format = useFormat();
  const full = format("full", { dateStyle: "full", timeStyle: "medium" }, at);
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={full}>
      {format("clock", { hour: "2-digit", minute: "2-digit" }, at)}
    </time>
  );
}

/** The day and hh:mm, the full date on hover. */
export function LocalMoment({ at, className }) {
  const format = useFormat();
  const full = format("full", { dateStyle: "full", timeStyle: "medium" }, at);
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
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
