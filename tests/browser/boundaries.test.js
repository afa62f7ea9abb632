import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MENTION, SHORTCODE } from "../../chat_app/ui/components/browser/boundaries.js";

// By which the server is tested as well (`tests/text/test_marks.py`).
const table = JSON.parse(readFileSync(new URL("begun.json", import.meta.url), "utf8"));
const begun = (pattern, text) => pattern.exec(text)?.[1];

test("a name begins behind an @ that stands for itself, or behind a script without spaces", () => {
  for (const before of table.name.behind) {
    assert.equal(begun(MENTION, `${before}@ad`), "ad", before);
    assert.equal(begun(MENTION, `${before}@`), "", before);
  }
  // A mark behind which the server reads a name, if another one ends what it begins.
  for (const before of [...table.name["not behind"], "_"])
    assert.equal(begun(MENTION, `${before}@ad`), undefined, before);
});

test("a shortcode begins where the server would read one", () => {
  for (const before of table.shortcode.behind) assert.equal(begun(SHORTCODE, `${before}:sm`), ":sm", before);
  for (const before of table.shortcode["not behind"]) assert.equal(begun(SHORTCODE, `${before}:sm`), undefined, before);
  assert.equal(begun(SHORTCODE, "at 10:30"), undefined);
});
