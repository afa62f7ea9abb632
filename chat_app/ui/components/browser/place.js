// Where this page is: the channel that its address names, as it is known by now. The one source of it in the browser:
// it changes with the click, before the server has heard of it, and what the server then shows is shown only while the
// page is still there. Knows neither React nor the network, so that all of it can be tried by itself.

import { Listeners } from "./listeners.js";

const MOVED = "chat:moved"; // said to the window by whoever has put the address right
const NOWHERE = { id: "", key: "", title: "", kind: "channel", private: false, joined: false };
const SMALL = "(pointer: coarse), (max-width: 1079px)"; // where Back is the way to close things

const pathOf = ({ pathname }) => pathname.replace(/\/$/, "");
/** What an address has of the channel that it asks for. */
const keyIn = ({ searchParams }) => searchParams.get("channel");

/** `browser` is a window: its history, its location, its events. */
export class Place {
  #browser;
  #here = NOWHERE;
  #channels = []; // those one is in, as the server lists them
  #covers = []; // how to close what is open over the page, the topmost last
  #entry = null; // what the history says of where the page is: after a step, of where it came from
  #listeners = new Listeners();
  #ask = null;
  #home = null; // the address of the channel that everybody is in
  #addressOf = null; // writes the address of a channel

  constructor(browser) {
    this.#browser = browser;
  }

  subscribe = this.#listeners.subscribe;

  /**
   * The channel the page is on. Its `id` is empty until it is known; `key` is what the address has of it, `title` what
   * one reads, `joined` whether one may write there.
   */
  here = () => this.#here;

  /**
   * The chat is on show, at the address `home` or that of another channel, which `addressOf` writes; `ask` asks the
   * server for what the address names. Returns how to end that.
   */
  enter(home, addressOf, ask) {
    this.#home = new URL(home, this.#browser.location.href);
    this.#addressOf = addressOf;
    this.#ask = ask;
    // Before the router, which would not notice a step to an address that it believes to be at.
    this.#browser.addEventListener("popstate", this.#stepped, { capture: true });
    this.#browser.addEventListener(MOVED, this.look);
    this.look();
    return () => {
      this.#browser.removeEventListener("popstate", this.#stepped, { capture: true });
      this.#browser.removeEventListener(MOVED, this.look);
      this.#ask = null;
      this.#covers = [];
      this.#become(NOWHERE);
    };
  }

  /** Go to an address of the chat. The router need not know: it would paint the whole page first. */
  go(address, { replace = false } = {}) {
    const { location } = this.#browser;
    const url = new URL(address, location.href);
    // What stood over the page has been left with it, so its entry in the history is free.
    if (url.search !== location.search) this.#write(url.href, replace || this.#isCovered());
    this.look();
    this.#ask?.();
  }

  goHome() {
    this.go(this.#home.href, { replace: true });
  }

  /** The address is another, by whoever's hand: be where it says. */
  look = () => {
    const { history } = this.#browser;
    this.#entry = history.state;
    if (!this.#ask || !this.#isChat()) return;
    const key = this.#key();
    const kept = this.#channels.find(({ id }) => id === history.state?.channel);
    const found = kept ?? this.#channels.find((channel) => this.#keyOf(channel) === key);
    if (found) this.#settleOn({ ...found, joined: true });
    else if (key !== this.#here.key) this.#become({ ...NOWHERE, key });
  };

  /**
   * What the server says: the channels one is in, and the one it shows, with its title and whether one is in that. The
   * latter is news of where the page is, unless the page is somewhere else by now.
   */
  learn(channels, shown, title, joined) {
    if (channels.length) this.#channels = channels; // none: a moment of a reconnect
    if (!this.#ask) return;
    if (this.#key() !== this.#here.key) this.look(); // the router has just been elsewhere
    const { id, key } = this.#here;
    const isHere = (channel) => channel.id !== "" && (id ? channel.id === id : this.#keyOf(channel) === key);
    const listed = this.#channels.find(isHere);
    if (isHere(shown)) this.#settleOn({ ...shown, title, joined: joined || Boolean(listed) });
    else if (listed) this.#settleOn({ ...listed, joined: true });
  }

  /** Something opens over the page, which Back is to close by `close`. Returns what to call when it has closed. */
  cover(close) {
    if (!this.#ask || !this.#browser.matchMedia(SMALL).matches) return () => {};
    this.#covers.push(close);
    if (!this.#isCovered()) this.#write(this.#browser.location.href, false, { covered: true });
    // Its entry stays, to be used again or to be passed over: going back at once could overtake what comes next.
    return () => (this.#covers = this.#covers.filter((other) => other !== close));
  }

  #stepped = (event) => {
    const { history, location } = this.#browser;
    const [from, to] = [this.#entry, history.state];
    this.#entry = to;
    if (!this.#isChat()) return; // the router's
    event.stopImmediatePropagation();
    const uncovers = from?.covered && to?.idx === from.idx - 1;
    if (uncovers && !this.#covers.length) return history.back(); // closed long ago: this step is the one that was meant
    if (uncovers) {
      this.#covers.pop()();
      if (this.#covers.length) this.#write(location.href, false, { covered: true });
      return;
    }
    this.#covers.splice(0).forEach((close) => close());
    this.look();
    this.#ask?.();
  };

  #isChat() {
    return pathOf(this.#browser.location) === pathOf(this.#home);
  }

  /** What the page's address has of its channel. */
  #key() {
    return keyIn(new URL(this.#browser.location.href)) || keyIn(this.#home);
  }

  #keyOf(channel) {
    return keyIn(new URL(this.#addressOf(channel), this.#home));
  }

  #isCovered() {
    return Boolean(this.#browser.history.state?.covered);
  }

  /** Write an entry as the router does, so that it can go on from there. */
  #write(href, replace, more = {}) {
    const { history } = this.#browser;
    const idx = (history.state?.idx ?? 0) + (replace ? 0 : 1);
    const kept = more.covered ? { channel: history.state?.channel } : {};
    const entry = { usr: null, key: Math.random().toString(36).slice(2, 10), idx, ...kept, ...more };
    if (replace) history.replaceState(entry, "", href);
    else history.pushState(entry, "", href);
    this.#entry = entry;
  }

  /** The channel is known: the address follows its name, and its entry in the history keeps its id. */
  #settleOn(channel) {
    const { history, location } = this.#browser;
    const { id, title, kind, private: isPrivate, joined } = channel;
    const key = this.#keyOf(channel);
    const moved = this.#key() !== key;
    if (moved || history.state?.channel !== id) {
      const { search } = new URL(this.#addressOf(channel), this.#home);
      history.replaceState({ ...history.state, channel: id }, "", moved ? location.pathname + search : location.href);
      this.#entry = history.state;
    }
    this.#become({ id, key, title, kind, private: isPrivate, joined });
  }

  #become(next) {
    if (Object.keys(next).every((part) => next[part] === this.#here[part])) return;
    this.#here = next;
    this.#listeners.call();
  }
}

export const place = new Place(typeof window === "undefined" ? null : window);
