// Back closes what is open over the page, on small screens and those that are touched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { A, B, at, isOn, opened } from "./page.js";

test("Back closes what is open on a small screen, the topmost first, and stays in the channel", () => {
  const page = opened(at(A), { small: true });
  page.place.go(at(B));
  const closed = [];
  page.place.cover(() => closed.push("drawer"));
  page.place.cover(() => closed.push("menu"));
  page.browser.history.back();
  assert.deepEqual(closed, ["menu"]);
  page.browser.history.back();
  assert.deepEqual(closed, ["menu", "drawer"]);
  isOn(page, B);
  assert.deepEqual(page.asked, ["?channel=b"]);
  page.browser.history.back();
  isOn(page, A);
});

test("after something was closed by itself, one step Back leads to the channel before", () => {
  const page = opened(at(A), { small: true });
  page.place.go(at(B));
  for (let n = 0; n < 3; n++) page.place.cover(() => assert.fail())();
  isOn(page, B);
  page.browser.history.back();
  isOn(page, A);
});

test("a channel chosen in a drawer takes the drawer's entry", () => {
  const page = opened(at(A), { small: true });
  const close = page.place.cover(() => assert.fail());
  page.place.go(at(B));
  close();
  isOn(page, B);
  page.browser.history.back();
  isOn(page, A);
  assert.equal(page.browser.entries.length, 2);
});

test("where one does not go back to close things, nothing is written into the history", () => {
  const page = opened(at(A));
  page.place.cover(() => {});
  assert.equal(page.browser.entries.length, 1);
});
