import assert from "node:assert/strict";
import { test } from "node:test";
import { MENTION, SHORTCODE } from "../../chat_app/ui/components/browser/boundaries.js";

const begun = (pattern, text) => pattern.exec(text)?.[1];

test("a name begins behind an @ that stands for itself, or behind a script without spaces", () => {
  for (const before of ["", " ", "(", "你好", "こんにちは", "สวัสดี", "안녕", "、", "👍", "\n"]) {
    assert.equal(begun(MENTION, `${before}@ad`), "ad", before);
    assert.equal(begun(MENTION, `${before}@`), "", before);
  }
  for (const before of ["x", "é", "привет", "9", "_", "@", "\\"])
    assert.equal(begun(MENTION, `${before}@ad`), undefined, before);
});

test("a shortcode begins where the server would read one", () => {
  for (const before of ["", " ", "(", "**", "“", "你好", "!", "👍"])
    assert.equal(begun(SHORTCODE, `${before}:sm`), ":sm", before);
  for (const before of ["x", "9", ":", "/", "\\", "[", "{", "=", "`"])
    assert.equal(begun(SHORTCODE, `${before}:sm`), undefined, before);
  assert.equal(begun(SHORTCODE, "at 10:30"), undefined);
});
