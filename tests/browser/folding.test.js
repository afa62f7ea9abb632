import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "../../chat_app/ui/components/browser/folding.js";

// Which the server's own folding is tested with as well (`tests/text/test_folding.py`).
const table = JSON.parse(readFileSync(new URL("folded.json", import.meta.url), "utf8"));

for (const [text, folded] of Object.entries(table)) {
  test(`${text} is looked for as ${folded}`, () => assert.equal(fold(text), folded));
}
