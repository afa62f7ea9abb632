// What the server hears of reading, and when.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Reading } from "../../chat_app/ui/components/browser/reading.js";
import { ReadingReports } from "../../chat_app/ui/components/browser/reading_reports.js";

/** A page that shows a channel whose newest message is 100, and of which 90 are read; and what the server heard. */
function opened(changes = {}) {
  const heard = [];
  const page = {
    isCurrent: true,
    isAtNewest: false,
    newest: 100,
    showing: 11,
    onRead: (...said) => heard.push(["read", ...said]),
    onFollow: (...said) => heard.push(["follow", ...said]),
    ...changes,
  };
  const reading = new Reading();
  reading.begin(90);
  const reports = new ReadingReports(reading, () => page);
  reports.open("5");
  return { heard, page, reading, reports };
}

test("what is read is told after a pause, with what was read meanwhile, and once", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { heard, reading, reports } = opened();
  reading.see(91, 92);
  reports.reportSoon();
  mock.timers.tick(900);
  reading.see(93, 95);
  reports.reportSoon();
  assert.deepEqual(heard, []);
  mock.timers.tick(100);
  assert.deepEqual(heard, [["read", "5", 95]]);
  reports.reportSoon();
  mock.timers.tick(100_000);
  assert.equal(heard.length, 1);
  mock.timers.reset();
});

test("a page follows at the newest message, once all of it is read, and says so once", () => {
  const { heard, page, reading, reports } = opened({ isAtNewest: true });
  reports.tell();
  assert.deepEqual(heard, []);
  reading.see(91, 100);
  reports.tell();
  reports.tell();
  assert.deepEqual(heard, [["follow", 11, true, 100]]);
  page.isAtNewest = false;
  reports.tell();
  assert.deepEqual(heard.at(-1), ["follow", 11, false, 100]);
});

test("while it follows the server knows: what is read is told a minute later", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { heard, page, reading, reports } = opened({ isAtNewest: true });
  reading.see(91, 100);
  reports.tell();
  page.newest = 101;
  reading.see(91, 101);
  reports.reportSoon();
  mock.timers.tick(59_000);
  assert.equal(heard.length, 1);
  mock.timers.tick(1_000);
  assert.deepEqual(heard.at(-1), ["read", "5", 101]);
  mock.timers.reset();
});

test("of what the server shows anew it does not know that the page follows", () => {
  const { heard, page, reading, reports } = opened({ isAtNewest: true });
  reading.see(91, 100);
  reports.tell();
  page.showing = 12;
  reports.tell();
  assert.deepEqual(heard, [
    ["follow", 11, true, 100],
    ["follow", 12, true, 100],
  ]);
});

test("a channel that is left is no longer followed; of one that was not, it is told how far it was read", () => {
  const following = opened({ isAtNewest: true });
  following.reading.see(91, 100);
  following.reports.tell();
  following.reports.leave();
  assert.deepEqual(following.heard.at(-1), ["follow", 11, false, 100]);

  const reading = opened();
  reading.reading.see(91, 94);
  reading.reports.leave();
  assert.deepEqual(reading.heard, [["read", "5", 94]]);
});

test("what is not current is not told", () => {
  const { heard, page, reading, reports } = opened({ isAtNewest: true, isCurrent: false });
  reading.see(91, 100);
  reports.tell();
  reports.report();
  reports.leave();
  assert.deepEqual(heard, []);
  page.isCurrent = true;
  reports.report();
  assert.deepEqual(heard, [["read", "5", 100]]);
});
