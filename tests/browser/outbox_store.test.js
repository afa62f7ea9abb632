import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, plan } from "../../chat_app/ui/components/browser/outbox_store.js";
import { Memory } from "../../chat_app/ui/components/browser/storage.js";
import { Storage } from "./storage.js";

const ADA = "1";

/** A tab of a browser, whose outbox is a person's. */
function opened(storage, tab, { person = ADA, now = () => /** @type {number} */ (1000) } = {}) {
  let outbox;
  const kept = new Memory(storage.tab((key) => outbox.heard(key)));
  outbox = new Outbox({ kept, tab, now });
  outbox.open(person);
  return outbox;
}
const say = (outbox, text, channel = "7") => outbox.add({ channel, text, answered: null });
const texts = (outbox) => outbox.snapshot().map(({ text }) => text);
const facts = (outbox, more) => ({
  tab: outbox.tab,
  now: 1000,
  until: 0,
  underWay: new Set(),
  isRefused: () => false,
  ...more,
});
const due = (outbox, more) => plan(outbox.snapshot(), facts(outbox, more)).due.map(({ text }) => text);

test("what was sent outlives the page, for the person who sent it alone", () => {
  const storage = new Storage();
  const answered = { id: "5", author: "Bob", text: "how?" };
  opened(storage, "first").add({ channel: "7", text: "so", answered });
  assert.deepEqual(opened(storage, "second", { person: "2" }).snapshot(), []);
  const [entry] = opened(storage, "third").snapshot();
  assert.deepEqual([entry.text, entry.channel, entry.answered], ["so", "7", answered]);
});

test("tabs that write at once lose nothing of each other's, and what is stored leaves all of them", () => {
  const storage = new Storage();
  const [one, two] = [opened(storage, "one"), opened(storage, "two")];
  say(one, "a");
  say(two, "b");
  say(one, "c");
  assert.deepEqual(
    [texts(one), texts(two)],
    [
      ["a", "b", "c"],
      ["a", "b", "c"],
    ],
  );
  one.settle(one.snapshot()[0].id);
  assert.deepEqual(
    [texts(one), texts(two)],
    [
      ["a", "b", "c"],
      ["b", "c"],
    ],
  ); // until its message is there
  assert.equal(one.snapshot()[0].stored, true);
  one.drop([one.snapshot()[0].id]);
  assert.deepEqual(texts(one), ["b", "c"]);
});

test("a message that another tab has seen the end of does not come back", () => {
  const storage = new Storage();
  const [one, two] = [opened(storage, "one"), opened(storage, "two")];
  say(one, "a");
  const { id } = two.snapshot()[0];
  one.drop([id]);
  two.claim(id);
  two.note(id, { late: true });
  two.release(id);
  assert.deepEqual([texts(one), texts(two), storage.keys], [[], [], []]);
});

test("their order is that of writing, whatever the clock does", () => {
  let now = 5000;
  const outbox = opened(new Storage(), "one", { now: () => now });
  ["a", "b", "c", "d"].forEach((text) => {
    say(outbox, text);
    now -= 1000;
  });
  assert.deepEqual(texts(outbox), ["a", "b", "c", "d"]);
});

test("in each channel one goes after the other", () => {
  const outbox = opened(new Storage(), "one");
  say(outbox, "a");
  say(outbox, "b");
  say(outbox, "elsewhere", "8");
  assert.deepEqual(due(outbox), ["a", "elsewhere"]);
  const ids = outbox.snapshot().map(({ id }) => id);
  assert.deepEqual(due(outbox, { underWay: new Set(ids) }), []);
  outbox.settle(ids[0]);
  assert.deepEqual(due(outbox, { underWay: new Set([ids[0], ids[2]]) }), ["b"]);
});

test("what is refused for a while holds the others up, what is refused for good does not", () => {
  const outbox = opened(new Storage(), "one");
  say(outbox, "a");
  say(outbox, "b");
  const later = plan(outbox.snapshot(), facts(outbox, { until: 4000 }));
  assert.deepEqual([later.due, later.wake], [[], 3000]);
  assert.deepEqual(due(outbox, { until: 4000, now: 4000 }), ["a"]);
  assert.deepEqual(due(outbox, { isRefused: ({ text }) => text === "a" }), ["b"]);
});

test("a message is sent by one tab, and by another when that one is gone", () => {
  const storage = new Storage();
  const [one, two] = [opened(storage, "one"), opened(storage, "two")];
  say(one, "a");
  say(two, "b");
  assert.deepEqual([due(one), due(two)], [["a"], []]);
  one.releaseAll(); // it closes
  assert.deepEqual(due(two), ["a"]);
  two.claim(two.snapshot()[0].id);
  assert.deepEqual(due(one), []);
  // It went without a word: in a while.
  const { due: none, wake } = plan(one.snapshot(), facts(one));
  assert.deepEqual(none, []);
  assert.deepEqual(due(one, { now: 1000 + wake }), ["a"]);
});

test("what could be read and is not ours does no harm", () => {
  const storage = new Storage();
  const open = storage.tab(() => {});
  ["", "null", "7", "[]", "{}", "{", '{"id":1,"channel":"7","text":"x","at":1}'].forEach((value, number) =>
    open().setItem(`chat.outbox.1.${number}`, value),
  );
  const outbox = opened(storage, "one");
  say(outbox, "a");
  assert.deepEqual(texts(outbox), ["a"]);
});

for (const trouble of ["full", "forbidden"]) {
  test(`with a storage that is ${trouble} a page keeps what is sent as long as it is open`, () => {
    const storage = new Storage();
    const outbox = opened(storage, "one");
    storage[trouble] = true;
    say(outbox, "a");
    say(outbox, "b");
    assert.deepEqual([texts(outbox), due(outbox)], [["a", "b"], ["a"]]);
    outbox.settle(outbox.snapshot()[0].id);
    assert.deepEqual(due(outbox), ["b"]);
  });
}
