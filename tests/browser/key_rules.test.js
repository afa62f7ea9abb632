import assert from "node:assert/strict";
import test from "node:test";
import { destination, isTyping, shortcutOf } from "../../chat_app/ui/components/browser/key_rules.js";

const tops = [0, 40, 80, 120, 160, 200, 240, 280, 320, 360]; // of ten messages
const COMPOSER = tops.length;

for (const [key, at, to] of [
  ["ArrowUp", 5, 4],
  ["ArrowUp", 0, undefined],
  ["ArrowUp", -1, 9], // into the log
  ["ArrowDown", 5, 6],
  ["ArrowDown", 9, COMPOSER],
  ["ArrowDown", -1, 9],
  ["Home", 5, 0],
  ["End", 5, 9],
  ["PageUp", 9, 6], // 120 px of log: three messages
  ["PageUp", 2, 0],
  ["PageUp", -1, 6],
  ["PageDown", 0, 3],
  ["PageDown", 8, 9],
  ["PageDown", -1, 9],
  ["ArrowLeft", 5, undefined],
  ["constructor", 5, undefined],
]) {
  test(`${key} leads from ${at} to ${to}`, () => {
    assert.equal(destination(key, { at, tops, height: 120 }), to);
  });
}

test("a page is at least one message, however tall that is", () => {
  assert.equal(destination("PageUp", { at: 2, tops: [0, 900, 1800], height: 100 }), 1);
  assert.equal(destination("PageDown", { at: 0, tops: [0, 900, 1800], height: 100 }), 1);
});

test("no key leads anywhere in an empty log", () => {
  for (const key of ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]) {
    assert.equal(destination(key, { at: -1, tops: [], height: 120 }), undefined);
  }
});

const pressed = (key, held = {}) => ({ key, getModifierState: (name) => name in held, ...held });

test("keys alone are named as aria-keyshortcuts has them", () => {
  const named = [
    ["r", "R"],
    ["R", "R"],
    ["+", "Plus"],
    ["Delete", "Delete"],
  ];
  for (const [key, name] of named) assert.equal(shortcutOf(pressed(key)), name);
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(shortcutOf(pressed("r", { [held]: true })), "");
});

test("letters are typing, commands and keys with a meaning of their own are not", () => {
  for (const key of ["a", "ñ", "你", "!", "Dead"]) assert.equal(isTyping(pressed(key)), true, key);
  for (const key of [" ", "?", "Enter", "ArrowUp", "Tab"]) assert.equal(isTyping(pressed(key)), false, key);
  assert.equal(isTyping(pressed("c", { ctrlKey: true })), false);
  assert.equal(isTyping(pressed("@", { ctrlKey: true, altKey: true, AltGraph: true })), true);
});
