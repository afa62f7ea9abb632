import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { dayOf, untilTomorrow, watchDays } from "../../chat_app/ui/components/browser/days.js";

const HOUR = 3_600_000;
const inZone = (zone) => (process.env.TZ = zone);

test("yesterday is the day before by the calendar, however long it was", () => {
  for (const [zone, now, then, days] of [
    ["Europe/Madrid", "2027-03-29T00:30", "2027-03-28T12:00", 1], // the clock went forward on Sunday
    ["Europe/Madrid", "2027-03-29T00:30", "2027-03-28T00:00", 1],
    ["Europe/Madrid", "2027-03-29T00:30", "2027-03-27T23:59", 2],
    ["Europe/Madrid", "2027-10-31T23:30", "2027-10-31T00:10", 0], // a day of 25 hours
    ["Europe/Madrid", "2027-11-01T00:30", "2027-10-31T00:10", 1],
    ["America/Santiago", "2027-09-06T00:30", "2027-09-05T12:00", 1], // that Sunday has no midnight
    ["Pacific/Apia", "2026-11-30T00:05", "2026-11-29T23:55", 1],
    ["UTC", "2028-03-01T10:00", "2028-02-28T10:00", 2],
    ["Asia/Kathmandu", "2027-01-01T00:01", "2026-12-31T23:59", 1],
  ]) {
    inZone(zone);
    assert.equal(dayOf(new Date(now).getTime()) - dayOf(new Date(then).getTime()), days, `${zone} ${then}`);
  }
});

test("in every hour of two years the next day begins after what is left of this one", () => {
  for (const zone of ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata"]) {
    inZone(zone);
    for (let at = Date.UTC(2026, 5, 1); at < Date.UTC(2028, 5, 1); at += HOUR) {
      const left = untilTomorrow(at);
      assert.ok(left > 0 && left <= 25 * HOUR);
      assert.equal(dayOf(at + left - 1), dayOf(at));
      assert.equal(dayOf(at + left), dayOf(at) + 1);
    }
  }
});

test("a day has 23 hours when the clock goes forward, and 25 when it goes back", () => {
  inZone("Europe/Madrid");
  assert.equal(untilTomorrow(new Date("2027-03-28T00:00").getTime()), 23 * HOUR);
  assert.equal(untilTomorrow(new Date("2027-10-31T00:00").getTime()), 25 * HOUR);
});

test("who watches is called once for each day that begins, also when the timer comes late", (context) => {
  inZone("Europe/Madrid");
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: new Date("2027-03-28T23:59:30").getTime() });
  let calls = 0;
  const stop = watchDays(() => (calls += 1));
  context.mock.timers.tick(29_000);
  assert.equal(calls, 0);
  context.mock.timers.tick(1_000);
  assert.equal(calls, 1);
  context.mock.timers.tick(23 * HOUR);
  assert.equal(calls, 1);
  context.mock.timers.setTime(new Date("2027-04-02T09:00").getTime()); // it slept
  context.mock.timers.tick(60_000);
  assert.equal(calls, 2);
  stop();
  context.mock.timers.tick(48 * HOUR);
  assert.equal(calls, 2);
});
