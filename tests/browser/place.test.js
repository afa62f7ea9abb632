// Where the page is: by clicks, by Back and Forward, by what the server says and when it says it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { A, B, C, CHANNELS, DIRECT, GENERAL, NONE, at, isOn, named, opened } from "./page.js";

test("the page is in a channel with the click, and asks for it once", () => {
  const page = opened();
  page.shows(GENERAL);
  page.place.go(at(B));
  isOn(page, B);
  assert.equal(page.place.here().joined, true);
  assert.deepEqual(page.asked, ["?channel=b"]);
});

test("an answer about a channel that was left changes nothing", () => {
  const page = opened();
  page.place.go(at(A));
  page.place.go(at(B));
  for (const late of [A, GENERAL, NONE, B, A]) {
    page.shows(late);
    isOn(page, B);
  }
});

test("Back leads to the address that the page was loaded at, and no router has to know", () => {
  const page = opened(at(A));
  page.place.go(at(B));
  page.browser.history.back();
  isOn(page, A);
  assert.equal(page.browser.passedOn, false);
  assert.deepEqual(page.asked, ["?channel=b", "?channel=a"]);
  page.browser.history.forward();
  isOn(page, B);
});

test("whatever one does, page and address agree, and what was asked last is what the address says", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let run = 0; run < 200; run++) {
    const page = opened(at(CHANNELS[random(4)]), { small: run % 2 === 0 });
    let closes = [];
    for (let turn = 0; turn < 30; turn++) {
      const channel = CHANNELS[random(4)];
      const acts = [
        () => page.place.go(at(channel)),
        () => page.place.go(`${at(channel)}&message=${random(3)}`),
        () => page.browser.history.back(),
        () => page.browser.history.forward(),
        () => page.shows(channel),
        () => closes.push(page.place.cover(() => {})),
        () => closes.splice(0).forEach((close) => close()),
      ];
      acts[random(acts.length)]();
      const said = new URLSearchParams(page.address());
      assert.equal(page.place.here().key, said.get("channel"));
      assert.equal(page.place.here().id, CHANNELS.find(({ name }) => name === said.get("channel")).id);
      assert.equal(page.asked.at(-1) ?? page.browser.location.search, page.browser.location.search);
    }
  }
});

test("a channel one is not in is known once the server shows it, and nothing can be written there before", () => {
  const page = opened("/chat?channel=elsewhere");
  const unknown = { id: "", key: "elsewhere", title: "", kind: "channel", private: false, joined: false };
  assert.deepEqual(page.place.here(), unknown);
  page.shows(GENERAL);
  assert.equal(page.place.here().id, "");
  page.shows(named("9", "elsewhere"), false);
  assert.deepEqual(page.place.here(), { ...unknown, id: "9", title: "elsewhere" });
  page.shows(named("9", "elsewhere"), true);
  assert.equal(page.place.here().joined, true);
});

test("a conversation without a name is at its id, in the list and out of it, and Back leads there", () => {
  for (const channels of [[...CHANNELS, DIRECT], CHANNELS]) {
    const page = opened(at(DIRECT), { channels });
    page.shows(DIRECT);
    const there = { id: "7", key: "~7", title: "Bob", kind: "direct", private: true, joined: true };
    assert.deepEqual(page.place.here(), there);
    page.place.go(at(A));
    isOn(page, A);
    page.browser.history.back();
    page.shows(DIRECT);
    assert.deepEqual(page.place.here(), there);
    assert.equal(page.address(), "channel=~7");
  }
});

test("a title that has changed is read at once, and the address stays", () => {
  const page = opened(at(DIRECT), { channels: [...CHANNELS, DIRECT] });
  page.shows(DIRECT);
  page.place.learn([...CHANNELS, DIRECT], DIRECT, "Robert", true);
  assert.equal(page.place.here().title, "Robert");
  assert.equal(page.address(), "channel=~7");
});

test("the address of a channel by its id is put right by its name, once the server says so", () => {
  const page = opened("/chat?channel=~2");
  page.shows(A);
  assert.equal(page.place.here().id, "");
  page.browser.history.replaceState({ channel: "" }, "", at(A)); // as the server has the page do
  page.place.look();
  isOn(page, A);
});

test("a channel that is renamed keeps its id, and the address follows, also where Back leads", () => {
  const page = opened(at(A));
  page.place.go(at(B));
  const [ANTS, BEES] = [named(A.id, "ants"), named(B.id, "bees")];
  page.place.learn([GENERAL, A, BEES, C], B, "b", true);
  page.place.learn([GENERAL, A, BEES, C], BEES, "bees", true);
  isOn(page, { id: B.id, name: "bees" });
  page.place.learn([GENERAL, ANTS, BEES, C], BEES, "bees", true);
  page.browser.history.back();
  isOn(page, { id: A.id, name: "ants" });
});

test("a list that is empty for a moment takes nothing away", () => {
  const page = opened(at(A));
  page.place.learn([], NONE, "", false);
  isOn(page, A);
  assert.equal(page.place.here().joined, true);
});

test("a channel that is lost stays the one where the page is until somebody leads elsewhere", () => {
  const page = opened(at(C));
  page.shows(C);
  page.place.learn([GENERAL, A, B], NONE, "", false);
  isOn(page, C);
  assert.equal(page.place.here().joined, true);
  page.place.goHome();
  isOn(page, GENERAL);
  assert.equal(page.browser.entries.length, 1);
});

test("where the server leads is where the page is, whatever is heard before one looks", () => {
  const page = opened(at(A));
  page.shows(A);
  page.browser.history.pushState({ usr: null, key: "k", idx: 1 }, "", at(B)); // as the router does
  page.shows(A);
  isOn(page, B);
  page.shows(B);
  isOn(page, B);
});

test("another page's steps are left to the router", () => {
  const page = opened("/login");
  page.browser.history.pushState({ idx: 1 }, "", "/register");
  page.browser.history.back();
  assert.equal(page.browser.passedOn, true);
  assert.equal(page.place.here().key, "");
});

test("the same address again is no new entry, and is asked for again", () => {
  const page = opened(at(A));
  page.place.go(at(A));
  assert.equal(page.browser.entries.length, 1);
  assert.deepEqual(page.asked, ["?channel=a"]);
});
