// Where the page is: by clicks, by Back and Forward, by what the server says and when it says it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Place } from "../../chat_app/ui/components/browser/place.js";

const NONE = { id: "", name: "", private: false };
const CHANNELS = ["general", "a", "b", "c"].map((name, n) => ({ id: `${n + 1}`, name, private: name === "c" }));
const [GENERAL, A, B, C] = CHANNELS;
const at = (channel) => `/chat?channel=${channel.name}`;

/** A window as far as a place needs it. Its history answers at once; `start` is where the page was loaded. */
class Browser {
  #listeners = new Map();

  constructor(start, small = false) {
    this.entries = [{ url: new URL(start, "http://chat.test"), state: { idx: 0 } }];
    this.now = 0;
    this.matchMedia = () => ({ matches: small });
    const browser = this;
    this.history = {
      get state() {
        return browser.entries[browser.now].state;
      },
      pushState(state, _, href) {
        browser.entries.splice(++browser.now, Infinity, { url: new URL(href, browser.location), state });
      },
      replaceState(state, _, href) {
        browser.entries[browser.now] = { url: new URL(href, browser.location), state };
      },
      back: () => browser.step(-1),
      forward: () => browser.step(1),
    };
  }

  get location() {
    return this.entries[Math.min(this.now, this.entries.length - 1)].url;
  }

  addEventListener(kind, listener) {
    this.#listeners.set(kind, listener);
  }

  removeEventListener(kind) {
    this.#listeners.delete(kind);
  }

  step(by) {
    if (!this.entries[this.now + by]) return;
    this.now += by;
    let passedOn = true;
    this.#listeners.get("popstate")({ stopImmediatePropagation: () => (passedOn = false) });
    this.passedOn = passedOn;
  }
}

/** A page that shows the channel of its address, and the questions it asks. */
function opened(start = at(GENERAL), { small = false, channels = CHANNELS } = {}) {
  const browser = new Browser(start, small);
  const place = new Place(browser);
  const asked = [];
  const leave = place.enter(at(GENERAL), () => asked.push(browser.location.search));
  const shows = (channel, joined = true) => place.learn(channels, channel, joined);
  shows(NONE, false);
  return { browser, place, asked, shows, leave, address: () => browser.location.search.slice(1) };
}

const isOn = ({ place, address }, channel) => {
  assert.equal(place.here().name, channel.name);
  assert.equal(place.here().id, channel.id);
  assert.equal(address(), `channel=${channel.name}`);
};

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
      assert.equal(page.place.here().name, said.get("channel"));
      assert.equal(page.place.here().id, CHANNELS.find(({ name }) => name === said.get("channel")).id);
      assert.equal(page.asked.at(-1) ?? page.browser.location.search, page.browser.location.search);
    }
  }
});

test("a channel one is not in is known once the server shows it, and nothing can be written there before", () => {
  const page = opened("/chat?channel=elsewhere");
  assert.deepEqual(page.place.here(), { id: "", name: "elsewhere", private: false, joined: false });
  page.shows(GENERAL);
  assert.equal(page.place.here().id, "");
  page.shows({ id: "9", name: "elsewhere", private: false }, false);
  assert.deepEqual(page.place.here(), { id: "9", name: "elsewhere", private: false, joined: false });
  page.shows({ id: "9", name: "elsewhere", private: false }, true);
  assert.equal(page.place.here().joined, true);
});

test("a channel that is renamed keeps its id, and the address follows, also where Back leads", () => {
  const page = opened(at(A));
  page.place.go(at(B));
  page.place.learn([GENERAL, A, { ...B, name: "bees" }, C], B, true);
  page.place.learn([GENERAL, A, { ...B, name: "bees" }, C], { ...B, name: "bees" }, true);
  isOn(page, { id: B.id, name: "bees" });
  page.place.learn([GENERAL, { ...A, name: "ants" }, { ...B, name: "bees" }, C], { ...B, name: "bees" }, true);
  page.browser.history.back();
  isOn(page, { id: A.id, name: "ants" });
});

test("a list that is empty for a moment takes nothing away", () => {
  const page = opened(at(A));
  page.place.learn([], NONE, false);
  isOn(page, A);
  assert.equal(page.place.here().joined, true);
});

test("a channel that is lost stays the one where the page is until somebody leads elsewhere", () => {
  const page = opened(at(C));
  page.shows(C);
  page.place.learn([GENERAL, A, B], NONE, false);
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
  assert.equal(page.place.here().name, "");
});

test("the same address again is no new entry, and is asked for again", () => {
  const page = opened(at(A));
  page.place.go(at(A));
  assert.equal(page.browser.entries.length, 1);
  assert.deepEqual(page.asked, ["?channel=a"]);
});

// -- what is open over the page --------------------------------------------------------------------

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
