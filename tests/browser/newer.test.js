import assert from "node:assert/strict";
import { test } from "node:test";
import { builtOf, isInUse, isNewer } from "../../chat_app/ui/components/browser/newer.js";

const page = (build) => `<link rel="modulepreload" href="/assets/manifest-${build}.js"/><script>...</script>`;
const answering =
  (html, ok = true) =>
  async () => ({ ok, text: async () => html });
const MINE = builtOf(page("e8c30136"));

test("a page is newer when it is made of other parts", async () => {
  assert.equal(MINE, "/assets/manifest-e8c30136.js");
  assert.equal(await isNewer(MINE, "/chat", answering(page("0a_b-C1"))), true);
  assert.equal(await isNewer(MINE, "/chat", answering(page("e8c30136"))), false);
});

test("where nobody can say it is not", async () => {
  assert.equal(await isNewer(MINE, "/chat", answering("<p>502 Bad Gateway</p>")), false);
  assert.equal(await isNewer(MINE, "/chat", answering(page("0a0b0c"), false)), false);
  assert.equal(await isNewer(MINE, "/chat", () => Promise.reject(new TypeError("away"))), false);
  assert.equal(await isNewer("", "/chat", answering(page("0a0b0c"))), false);
});

const shown = (values, underWay = null) => ({
  querySelectorAll: () => values.map((value) => ({ value })),
  querySelector: () => underWay,
});

test("a page in which something is written, open or on its way is in use", () => {
  assert.equal(isInUse(shown(["", " \n"])), false);
  assert.equal(isInUse(shown(["", "half a sen"])), true);
  assert.equal(isInUse(shown([], {})), true);
});
