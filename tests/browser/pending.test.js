import assert from "node:assert/strict";
import { test } from "node:test";
import { pendingRows } from "../../chat_app/ui/components/browser/pending.js";

const me = { author_id: "1", author: "Ada", username: "ada", handle: "", color: "red" };
const bob = { id: "7", author_id: "2", author: "Robert", handle: "@bob", at: 5_000 };
const entry = (id, at, more = {}) => ({ id, channel: "1", text: `text of ${id}`, at, ...more });
const rows = (entries, live = [bob]) => pendingRows(entries, { live, me, failureOf: (one) => one.failure ?? "" });

test("a message on its way has its author and its text, and neither id nor number", () => {
  const [row] = rows([entry("a", 6_000)]);
  const { text, author, color, at, state } = row;
  const seen = { text: "text of a", author: "Ada", color: "red", at: 6_000, state: "sending" };
  assert.deepEqual({ text, author, color, at, state }, seen);
  assert.deepEqual([row.id, row.seq, row.quote, row.reactions], [undefined, undefined, null, []]);
});

test("each follows on the one before, the first on the newest that is stored", () => {
  const before = (those) => those.map((row) => [row.previous_author_id, row.previous_at]);
  const two = [entry("a", 6_000), entry("b", 7_000)];
  assert.deepEqual(before(rows(two)), [
    ["2", 5_000],
    ["1", 6_000],
  ]);
  assert.deepEqual(before(rows(two, []))[0], ["", 0]);
});

test("one that is not being sent says why", () => {
  const [failed, sending] = rows([entry("a", 1, { failure: "Too long." }), entry("b", 2)]);
  assert.deepEqual([failed.state, failed.failure, sending.state], ["failed", "Too long.", "sending"]);
});

test("what it answers stands under the name that its author has by now", () => {
  const answered = { id: "7", author: "Bob", text: "hello" };
  const quoteOf = (live) => rows([entry("a", 1, { answered })], live)[0].quote;
  assert.deepEqual(quoteOf([bob]), { id: "7", author: "Robert", handle: "@bob", text: "hello", deleted: false });
  assert.deepEqual(quoteOf([]), { id: "7", author: "Bob", handle: "", text: "hello", deleted: false });
});
