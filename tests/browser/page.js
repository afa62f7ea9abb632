// A page for tests of where it is: its window, and the channels that its server knows.
import assert from "node:assert/strict";
import { Place } from "../../chat_app/ui/components/browser/place.js";

export const NONE = { id: "", kind: "channel", name: "", title: "", private: false };
export const named = (id, name) => ({ id, kind: "channel", name, title: name, private: name === "c" });
export const CHANNELS = ["general", "a", "b", "c"].map((name, n) => named(`${n + 1}`, name));
export const [GENERAL, A, B, C] = CHANNELS;
export const DIRECT = { id: "7", kind: "direct", name: "", title: "Bob", private: true };
export const at = ({ id, name }) => `/chat?channel=${name || `~${id}`}`;

/** A window as far as a place needs it. Its history answers at once; `start` is where the page was loaded. */
export class Browser {
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
export function opened(start = at(GENERAL), { small = false, channels = CHANNELS } = {}) {
  const browser = new Browser(start, small);
  const place = new Place(browser);
  const asked = [];
  const leave = place.enter(at(GENERAL), at, () => asked.push(browser.location.search));
  const shows = (channel, joined = true) => place.learn(channels, channel, channel.title, joined);
  shows(NONE, false);
  return { browser, place, asked, shows, leave, address: () => browser.location.search.slice(1) };
}

export const isOn = ({ place, address }, channel) => {
  assert.equal(place.here().key, channel.name);
  assert.equal(place.here().title, channel.name);
  assert.equal(place.here().id, channel.id);
  assert.equal(address(), `channel=${channel.name}`);
};
