import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, Edits, asNow } from "../../chat_app/ui/components/browser/drafts.js";
import { Memory } from "../../chat_app/ui/components/browser/storage.js";
import { Storage } from "./storage.js";

const QUESTION = { id: "5", author: "Bob", text: "how?" };
const NOTHING = { text: "", answered: null };

/** A tab of a browser, in which somebody writes in a channel. */
function opened(storage, channel = "7", person = "1") {
  let drafts;
  drafts = new Drafts(new Memory(storage.tab((key) => drafts.heard(key))));
  drafts.open(person, channel);
  return drafts;
}

test("a draft and what it answers outlive the page, by channel and person", () => {
  const storage = new Storage();
  const drafts = opened(storage);
  drafts.write({ answered: QUESTION });
  drafts.write({ text: "so" });
  drafts.open("1", "8");
  assert.deepEqual(drafts.current(), NOTHING);
  drafts.open("1", "7");
  assert.deepEqual(drafts.current(), { text: "so", answered: QUESTION });
  assert.deepEqual(opened(storage).current(), { text: "so", answered: QUESTION });
  assert.deepEqual(opened(storage, "7", "2").current(), NOTHING);
  drafts.write(NOTHING);
  assert.deepEqual(storage.keys, []);
});

test("all tabs show one draft", () => {
  const storage = new Storage();
  const [one, two] = [opened(storage), opened(storage)];
  let painted = 0;
  two.subscribe(() => (painted += 1));
  one.write({ text: "half a" });
  assert.deepEqual([two.current().text, painted], ["half a", 1]);
  two.write({ text: `${two.current().text} thought` });
  assert.equal(one.current().text, "half a thought");
});

test("an unchanged draft is the same object, and a channel that is none has none", () => {
  const drafts = opened(new Storage());
  drafts.write({ text: "so" });
  assert.equal(drafts.current(), drafts.current());
  drafts.open("1", "");
  drafts.write({ text: "lost" });
  assert.deepEqual(drafts.current(), NOTHING);
});

test("a draft that is not ours is none", () => {
  const storage = new Storage();
  for (const value of ["{", "7", "null", "[]", '{"text":7,"answered":{"id":7}}']) {
    storage
      .tab(() => {})()
      .setItem("chat.draft.1.7", value);
    assert.deepEqual(opened(storage).current(), NOTHING);
  }
});

for (const trouble of ["full", "forbidden"]) {
  test(`with a storage that is ${trouble} the page keeps drafts as long as it is open, and says so once`, () => {
    const storage = new Storage();
    const kept = new Memory(storage.tab(() => {}));
    const drafts = new Drafts(kept);
    let said = 0;
    kept.whenRefused(() => (said += 1));
    drafts.open("1", "7");
    drafts.write({ text: "kept" });
    storage[trouble] = true;
    drafts.write({ text: "kept, and more" });
    drafts.write({ text: "kept, and more of it" });
    drafts.open("1", "8");
    drafts.write({ text: "another" });
    drafts.open("1", "7");
    assert.deepEqual([drafts.current().text, said], ["kept, and more of it", 1]);
    drafts.write(NOTHING);
    assert.deepEqual(drafts.current(), NOTHING);
    storage[trouble] = false;
    drafts.write({ text: "well again" });
    assert.equal(opened(storage).current().text, "well again");
  });
}

test("who asks late hears that something was not kept", () => {
  const storage = new Storage();
  storage.full = true;
  const kept = new Memory(storage.tab(() => {}));
  kept.set("a", "1");
  let said = 0;
  kept.whenRefused(() => (said += 1));
  kept.set("a", "2");
  assert.equal(said, 1);
});

test("edits under way are found again, the newest first, until they are forgotten", () => {
  const storage = new Storage();
  let now = 1;
  const edits = new Edits(new Memory(storage.tab(() => {})), () => now++);
  edits.keep("1", "7", "20", "older");
  edits.keep("1", "7", "21", "");
  edits.keep("1", "8", "30", "elsewhere");
  edits.keep("2", "7", "40", "another's");
  assert.deepEqual(edits.underWay("1", "7"), ["21", "20"]);
  assert.deepEqual(
    ["20", "21", "22"].map((id) => edits.find("1", "7", id)),
    ["older", "", undefined],
  );
  edits.forget("1", "7", "21");
  assert.deepEqual(edits.underWay("1", "7"), ["20"]);
});

test("what is answered is under its author's name as it is now, and as it was where that is not known", () => {
  const live = [{ id: "5", author: "Ann", handle: "@bob", html: "other" }];
  assert.deepEqual(asNow(QUESTION, live), { ...QUESTION, author: "Ann", handle: "@bob" });
  assert.equal(asNow(QUESTION, []), QUESTION);
});

test("whom a draft answers, and their username, are texts", () => {
  const storage = new Storage();
  const drafts = opened(storage);
  for (const handle of ["@bob", undefined]) {
    drafts.write({ answered: { ...QUESTION, handle } });
    assert.equal(opened(storage).current().answered.handle, handle);
  }
  drafts.write({ text: "so", answered: { ...QUESTION, handle: {} } });
  assert.deepEqual(opened(storage).current(), { text: "so", answered: null });
});
