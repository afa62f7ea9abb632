import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Backlog,
  Break,
  firstIndex,
  isWhole,
  onScreen,
  Reading,
} from "../../chat_app/ui/components/browser/reading.js";

const opened = (readTo) => {
  const reading = new Reading();
  reading.begin(readTo);
  return reading;
};

test("what is on the screen behind what was read is read, and told once", () => {
  const reading = opened(100);
  reading.see(95, 112);
  assert.equal(reading.readTo, 112);
  assert.equal(reading.news(), 112);
  assert.equal(reading.news(), 0);
});

test("whoever is led past messages has not read them, until they come back to where they stopped", () => {
  const reading = opened(100);
  reading.see(95, 112);
  reading.leap();
  reading.see(285, 300);
  assert.equal(reading.readTo, 112);
  reading.leap();
  reading.see(113, 130);
  assert.equal(reading.readTo, 130);
});

test("whoever scrolls through messages has read them, however fast", () => {
  const reading = opened(100);
  reading.see(101, 115);
  reading.see(180, 195);
  reading.see(285, 300);
  assert.equal(reading.readTo, 300);
});

test("nobody has scrolled to where the messages in between are not there", () => {
  const reading = opened(100);
  reading.see(90, 100, 60);
  reading.see(285, 300, 237);
  assert.equal(reading.readTo, 100);
});

test("looking back takes nothing away", () => {
  const reading = opened(100);
  reading.see(20, 40);
  assert.equal(reading.readTo, 100);
  assert.equal(reading.news(), 0);
});

test("what was read elsewhere is read here, and what the server has lost is told again", () => {
  const reading = opened(100);
  reading.learn(150);
  reading.see(140, 151);
  assert.equal(reading.news(), 151);
  reading.learn(120); // it stopped before it had written that down
  assert.equal(reading.news(), 151);
});

test("all counts as read when one says so", () => {
  const reading = opened(100);
  reading.finish(300);
  assert.equal(reading.news(), 300);
});

test("after a break the page says what it had before, once, and waits for the answer", () => {
  const lost = new Break();
  lost.begin(0); // the first connection
  assert.equal(lost.step(11), "");
  lost.begin(11);
  lost.begin(11); // each error, and the connection
  assert.equal(lost.step(11), "wait");
  assert.equal(lost.step(0), "wait");
  assert.deepEqual([lost.step(22), lost.showing, lost.stale], ["ask", 11, 22]);
  assert.equal(lost.step(22), "wait");
  assert.deepEqual([lost.step(33), lost.showing, lost.stale], ["", 0, 22]);
  assert.equal(lost.step(33), "");
});

test("a page that loses its connection before the answer says the same again", () => {
  const lost = new Break();
  lost.begin(11);
  lost.step(22);
  lost.begin(22);
  assert.equal(lost.step(22), "wait");
  assert.deepEqual([lost.step(33), lost.showing], ["ask", 11]);
});

test("a page that is in front again asks at once, and waits for the answer", () => {
  const lost = new Break();
  lost.ask(11);
  assert.equal(lost.stale, 11);
  assert.equal(lost.step(11), "wait");
  assert.deepEqual([lost.step(22), lost.showing, lost.stale], ["", 0, 11]);
});

test("a page that has its next channel already when it hears of the connection asks at once", () => {
  const lost = new Break();
  lost.begin(11);
  assert.deepEqual([lost.step(22), lost.showing, lost.stale], ["ask", 11, 22]);
});

test("a page that opens another channel has nothing to say of the one before", () => {
  const lost = new Break();
  lost.begin(11);
  lost.end();
  assert.equal(lost.step(22), "");
});

test("the first index is found for which something holds", () => {
  for (let count = 0; count < 9; count += 1) {
    for (let from = 0; from <= count; from += 1)
      assert.equal(
        firstIndex(count, (index) => index >= from),
        from,
      );
  }
});

test("rows between which messages are missing are not whole", () => {
  for (const [seqs, whole] of [
    [[], false],
    [[7], true],
    [[7, 8, 9], true],
    [[1, 2, 3, 121, 122], false],
  ]) {
    assert.equal(isWhole(seqs), whole);
  }
});

test("a row is on the screen when it ends there or fills it", () => {
  /** @type {[number[], number, number[] | null][]} */
  const cases = [
    [[0, 50, 100, 150], 100, [0, 1]],
    [[-30, 20, 70, 120], 100, [0, 1]], // the first is cut, the third ends below
    [[-60, -10, 40, 90], 90, [1, 2]],
    [[-200, -150, -100, -50], 100, null],
    [[120, 150, 200, 300], 100, null],
    [[-10, 300], 100, [0, 0]], // one that fills it
    [[10, 300], 100, null], // one that begins there and does not end
    [[0], 100, null],
  ];
  for (const [tops, height, shown] of cases) {
    const boxOf = (index) => ({ top: tops[index], bottom: tops[index + 1] });
    assert.deepEqual(onScreen(tops.length - 1, boxOf, height), shown, String(tops));
  }
});

test("another connection is a break, and the first is none", () => {
  const lost = new Break();
  const [first, second] = [[], []];
  lost.connected(first);
  lost.step(11);
  lost.connected(first);
  assert.equal(lost.step(11), "");
  lost.connected(second);
  assert.equal(lost.step(11), "wait");
  assert.deepEqual([lost.step(22), lost.showing], ["ask", 11]);
});

test("what was unread is known from where the page was led to, until all of it is read", () => {
  const told = [];
  const unread = new Backlog((now) => told.push(now));
  const timeOf = (seq) => (seq === 91 ? 5_000 : undefined);
  unread.see(90, 100, timeOf);
  assert.deepEqual(told, []); // it was not led here
  unread.lead(90, 100);
  unread.lead(95, 100);
  unread.see(95, 100, () => undefined);
  assert.deepEqual(told, [{ first: 91, since: 0 }]);
  unread.see(95, 100, timeOf);
  unread.see(96, 100, timeOf);
  assert.deepEqual(told.slice(1), [{ first: 91, since: 5_000 }]);
  unread.see(100, 100, timeOf);
  unread.end();
  assert.deepEqual(told.slice(2), [null]);
});
