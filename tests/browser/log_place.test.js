import assert from "node:assert/strict";
import { test } from "node:test";
import { LogPlace, OPENING } from "../../chat_app/ui/components/browser/log_place.js";

const HEIGHT = 300; // px of the log
const ROW = 100; // px of a row, if nothing else is said

/** A log of rows with these numbers, as a browser lays it out, and what is in view of it. */
function logOf(seqs, more = {}) {
  const log = {
    shown: { jumpSeq: 0, readingHistory: false, hasBefore: true, hasAfter: true, ...more },
    now: 1000,
    scrolled: 0,
    line: 0, // the row above which unread begins
    list: [],
  };
  const heightOf = () => log.list.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
  const box = {
    clientHeight: HEIGHT,
    get scrollHeight() {
      return Math.max(HEIGHT, heightOf());
    },
    get scrollTop() {
      return log.scrolled;
    },
    set scrollTop(top) {
      log.scrolled = Math.max(0, Math.min(top, this.scrollHeight - HEIGHT));
    },
    getBoundingClientRect: () => ({ top: 0 }),
  };
  const rowOf = (seq, height = ROW) => {
    const row = {
      dataset: { seq: String(seq) },
      offsetHeight: height,
      getBoundingClientRect() {
        const above = log.list.slice(0, log.list.indexOf(row));
        return { top: above.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0) - log.scrolled };
      },
    };
    return row;
  };
  const rows = {
    querySelectorAll: () => log.list,
    querySelector: (selector) => {
      const seq = selector === "[data-new]" ? log.line : Number(/\d+/.exec(selector)[0]);
      return log.list.find(({ dataset }) => Number(dataset.seq) === seq) ?? null;
    },
  };
  const place = new LogPlace(
    () => log.shown,
    () => log.now,
  );
  place.attach(box, rows);
  const methods = {
    place,
    /** The rows are these now; the page hears of it. */
    become(next, heights = {}) {
      log.list = next.map((seq) => rowOf(seq, heights[seq]));
      box.scrollTop = log.scrolled; // the browser does not scroll further than there is
      if (place.settle()) place.look();
    },
    /** The reader scrolls. */
    scroll(top) {
      box.scrollTop = top;
      place.scrolled();
      place.look();
    },
    /** The place has been found. */
    wait: () => (log.now += OPENING + 1),
    topOf: (seq) => place.boxOf(rows.querySelector(String(seq))).top,
  };
  Object.assign(log, methods);
  methods.become(seqs);
  return /** @type {typeof log & typeof methods} */ (log);
}

const upTo = (last, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

function opened(seqs, more = {}, line = 0) {
  const log = logOf(seqs, more);
  log.line = line;
  log.place.lead(false);
  log.place.settle();
  log.place.look();
  return log;
}

test("a channel opens at its newest message, and stays there when others come", () => {
  const log = opened(upTo(10));
  assert.equal(log.scrolled, 700);
  log.wait();
  log.become(upTo(12));
  assert.equal(log.scrolled, 900);
  assert.equal(log.place.isAtNewest(), true);
});

test("a channel opens where unread begins", () => {
  const log = opened(upTo(20), {}, 6);
  assert.equal(log.topOf(6), 72);
  assert.equal(log.place.isAtNewest(), false);
});

test("a link opens the channel with its message in the middle, unless one is led to the line", () => {
  const log = opened(upTo(20), { jumpSeq: 10 }, 6);
  assert.equal(log.topOf(10), (HEIGHT - ROW) / 2);
  log.place.lead(true);
  log.place.settle();
  assert.equal(log.topOf(6), 72);
});

test("while a place is found it is found again with whatever comes late; once the reader does something it is not", () => {
  const log = opened(upTo(10));
  log.become(upTo(10), { 3: 400 });
  assert.equal(log.scrolled, 1000);
  log.scroll(200);
  log.become(upTo(12), { 3: 400 });
  assert.equal(log.scrolled, 200);
  const begun = opened(upTo(10));
  begun.place.began();
  begun.line = 2;
  begun.become(upTo(10));
  assert.equal(begun.scrolled, 700);
});

test("older rows that come before do not move what is read", () => {
  const log = opened(upTo(30, 11));
  log.wait();
  log.scroll(550);
  assert.equal(log.topOf(16), -50);
  log.become(upTo(30));
  assert.equal(log.topOf(16), -50);
  log.become(upTo(30), { 3: 250 });
  assert.equal(log.topOf(16), -50);
});

test("a row that is taken away leaves the one above it in its place", () => {
  const log = opened(upTo(20));
  log.wait();
  log.scroll(500);
  log.become(upTo(20).filter((seq) => seq !== 6));
  assert.equal(log.topOf(5), 0);
});

test("a moment without rows keeps the place", () => {
  const log = opened(upTo(20));
  log.wait();
  log.scroll(500);
  log.become([]);
  log.become(upTo(20));
  assert.equal(log.topOf(6), 0);
});

test("going up leaves the newest, and coming near it is to be there again", () => {
  const log = opened(upTo(10));
  log.wait();
  log.scroll(690);
  assert.equal(log.place.isAtNewest(), true, "a little is nothing");
  log.scroll(600);
  assert.equal(log.place.isAtNewest(), false);
  log.scroll(680);
  assert.equal(log.place.isAtNewest(), true);
  log.scroll(300);
  log.place.toBottom();
  assert.equal(log.scrolled, 700);
});

test("what was scrolled before its event came counts when rows change", () => {
  const log = opened(upTo(10));
  log.wait();
  log.scrolled = 400; // no event yet
  log.become(upTo(11));
  assert.equal(log.place.isAtNewest(), false);
  assert.equal(log.scrolled, 400);
});

test("the end of a page of the past is not the newest", () => {
  const log = opened(upTo(10), { readingHistory: true });
  log.wait();
  assert.equal(log.place.isAtNewest(), false);
  log.place.toBottom();
  assert.equal(log.scrolled, 700, "whoever shows the newest brings it there");
});

test("more is asked for once per approach to an end", () => {
  const log = opened(upTo(60, 31));
  log.wait();
  assert.deepEqual(log.place.approach(), { above: false, below: false }, "far from the first");
  log.scroll(500);
  assert.deepEqual(log.place.approach(), { above: true, below: false });
  assert.deepEqual(log.place.approach(), { above: false, below: false }, "asked for already");
  log.scroll(1000);
  log.place.approach();
  log.scroll(500);
  assert.deepEqual(log.place.approach(), { above: true, below: false }, "came again");
  log.become(upTo(60, 21));
  log.scroll(500);
  assert.deepEqual(log.place.approach(), { above: true, below: false }, "other rows");
});

test("what is newer is asked for in the past alone, and nothing while a place is found", () => {
  const log = opened(upTo(40), { readingHistory: true, hasBefore: false });
  assert.deepEqual(log.place.approach(), { above: false, below: false });
  log.wait();
  assert.deepEqual(log.place.approach(), { above: false, below: false }, "led to its end");
  log.scroll(2000);
  log.place.approach();
  log.scroll(3200);
  assert.deepEqual(log.place.approach(), { above: false, below: true });
});

test("at the newest only what fills a high screen is asked for", () => {
  const low = opened(upTo(3, 2));
  low.wait();
  assert.deepEqual(low.place.approach(), { above: true, below: false });
  const full = opened(upTo(8, 2));
  full.wait();
  assert.deepEqual(full.place.approach(), { above: false, below: false }, "one follows there");
});

test("an observer that tells of a log that is gone does no harm", () => {
  const log = opened(upTo(3));
  log.place.attach(null, null);
  assert.equal(log.place.settle(), false);
});
