// How far somebody has read a channel, by what was on their screen.

/**
 * Everything up to `readTo` has been read. What is on the screen counts when it follows on that: whoever was led past
 * messages has not read them, and whoever scrolls through them has, however fast.
 */
export class Reading {
  readTo = 0;
  told = 0; // the server knows of so much
  follows = false; // whether the screen has followed on what was read, since the page was last led somewhere

  /** A channel was opened; the server knows it to be read so far. */
  begin(readTo) {
    Object.assign(this, { readTo, told: readTo, follows: false });
  }

  /** The server knows it to be read so far, by this page or another. A page that was away may be ahead of it. */
  learn(readTo) {
    this.readTo = Math.max(this.readTo, readTo);
    this.told = readTo;
  }

  /** The messages from `first` to `last` are on the screen, and those from `start` on above it. */
  see(first, last, start = 0) {
    if (first <= this.readTo + 1) this.follows = true;
    else if (start > this.readTo + 1) this.follows = false; // nobody scrolled from there to here
    if (this.follows) this.readTo = Math.max(this.readTo, last);
  }

  /** The page is led elsewhere. */
  leap() {
    this.follows = false;
  }

  /** All of it is to count as read. */
  finish(newest) {
    this.readTo = Math.max(this.readTo, newest);
  }

  /** What there is to tell the server; 0: nothing. */
  news() {
    if (this.readTo <= this.told) return 0;
    this.told = this.readTo;
    return this.readTo;
  }
}

/**
 * What the page is told after a break, or when it is in front again. Messages come before or after it is told what it
 * missed, and that may be wrong before the server knows how far the page had read: it may have taken a dead connection
 * for one that follows. So the page says that first, and what it shows is stale until the server has answered, by
 * opening the channel anew.
 */
export class Break {
  showing = 0; // what the page had before it; 0: nothing, or it has been made good
  stale = 0;
  asked = false;
  #connection = null;
  #had = 0; // what the page had at the last step

  /** The page has this connection: if it had another, a break has begun. */
  connected(connection) {
    if (this.#connection && this.#connection !== connection) this.begin(this.#had);
    this.#connection = connection;
  }

  /** The connection is another now; the page had this `showing`, and may have the next one already. */
  begin(showing) {
    Object.assign(this, { showing: this.showing || showing, stale: showing, asked: false });
  }

  /** The connection is the same, but the page was away; it asks at once. */
  ask(showing) {
    Object.assign(this, { showing, stale: showing, asked: true });
  }

  /** The page has this `showing`: "ask" the server, "wait", or "" when all is as ever. */
  step(showing) {
    this.#had = showing;
    if (!this.showing) return "";
    if (!showing || showing === this.stale) return "wait";
    if (this.asked) this.showing = 0;
    else Object.assign(this, { stale: showing, asked: true });
    return this.showing ? "ask" : "";
  }

  /** The page opens another channel, of which it has missed nothing. */
  end() {
    this.showing = 0;
  }
}

/** What was unread when the page was led to where it is, until all of it is read. */
export class Backlog {
  #now = null;
  #onChange;

  /** `onChange` is called with `{ first, since }`: the first message of it, and since when; 0: not known. null: none. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** The page is led somewhere, having read so far. */
  lead(readTo, newest) {
    if (readTo >= newest) this.end();
    else if (!this.#now) this.#become({ first: readTo + 1, since: 0 });
  }

  /** The page has read so far by now. `timeOf` tells when a message was posted, if that is known. */
  see(readTo, newest, timeOf) {
    if (!this.#now) return;
    const { first, since } = this.#now;
    if (readTo >= newest) this.end();
    else if (!since && timeOf(first)) this.#become({ first, since: timeOf(first) });
  }

  end() {
    if (this.#now) this.#become(null);
  }

  #become(next) {
    this.#now = next;
    this.#onChange(next);
  }
}

/** The first of `count` indexes for which something holds, if it holds for all behind that; else `count`. */
export function firstIndex(count, holds) {
  let low = 0;
  for (let high = count; low < high;) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether none is missing among these, in order: for a moment after a break there are newer messages and old ones. */
export const isWhole = (seqs) => seqs.length > 0 && seqs.at(-1) - seqs[0] === seqs.length - 1;

/**
 * Which of `count` rows, top down, a screen of that height shows: [first, last], the last wholly, or one that fills
 * the screen; null: none. `boxOf` tells the `top` and `bottom` of a row by its index, from the top of the screen.
 */
export function onScreen(count, boxOf, height) {
  const first = firstIndex(count, (index) => boxOf(index).bottom > 0);
  const last = firstIndex(count, (index) => boxOf(index).bottom > height) - 1;
  if (last >= first) return [first, last];
  if (first === count) return null;
  const { top, bottom } = boxOf(first);
  return top <= 0 && bottom >= height ? [first, first] : null;
}
