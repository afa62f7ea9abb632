// Where a reader is in the log. Knows the elements it is given and nothing of React, so that it can be tried by itself.

import { firstIndex } from "./reading.js";

const NEAR = 600; // px from an end at which more is asked for
const SLACK = 32; // px from the bottom that still count as being there
const LINE = 72; // px above the line over what is unread, which the log is opened at
export const OPENING = 700; // ms in which a channel that was opened finds its place

const seqOf = (row) => Number(row.dataset.seq);

/**
 * A place is kept whatever happens to the rows: at the newest it stays there, and elsewhere the first visible row
 * ([data-seq]) stays where it is when older ones come before it, rows are taken away or all of them are mounted again.
 */
export class LogPlace {
  sticks = true; // at the bottom, and staying there
  #shown;
  #now;
  #box = null; // what scrolls
  #rows = null; // what is in it
  #top = 0; // where the box was scrolled to at the last look
  #anchor = null; // the first visible row at the last look: its seq, and where its top was
  #openUntil = 0; // until when (ms) the place is still being found
  #toLine = false;
  #asked = { above: "", below: "" }; // the outermost rows when more was asked for

  /** `shown` tells what the log shows by now: `{ jumpSeq, readingHistory, hasBefore, hasAfter }`. */
  constructor(shown, now = Date.now) {
    this.#shown = shown;
    this.#now = now;
  }

  /** Keep the place in these elements; without any, in none. */
  attach(box, rows) {
    this.#box = box;
    this.#rows = rows;
  }

  /** Whether the newest message is in view, and stays there when another comes. */
  isAtNewest = () => this.sticks && !this.#shown().readingHistory;

  /** How far down counts as seen, from the top of the box. */
  get height() {
    return this.#box.clientHeight + SLACK;
  }

  /** Where a row begins and ends, from the top of the box. */
  boxOf = (row) => ({ top: this.#topOf(row), bottom: this.#topOf(row) + row.offsetHeight });

  /** Find a place, from now on until it has been found. `toLine`: where unread begins, whatever else there is. */
  lead(toLine) {
    this.#toLine = toLine;
    this.sticks = true;
    this.#anchor = null;
    this.#openUntil = this.#now() + OPENING;
    this.#asked = { above: "", below: "" };
  }

  /** Stop finding a place: the reader has begun to do something. */
  began = () => {
    this.#openUntil = 0;
  };

  /** Go to the bottom. */
  toBottom() {
    this.sticks = true;
    this.#openUntil = 0;
    if (!this.#shown().readingHistory) this.#box.scrollTop = this.#lowest;
  }

  /** The children or the sizes have changed: put the view back where the reader had it. Returns whether there is one. */
  settle() {
    const box = this.#box;
    if (!box) return false; // taken away with the whole page, of which an observer tells as well
    // Scrolled by the reader since the last look, the event still to come; not so if the content became too short.
    const moved = this.#top > this.#lowest ? 0 : box.scrollTop - this.#top;
    const isOpening = this.#isOpening();
    // That event will find the place looked at already, and so nothing to tell.
    if (moved < -1 && !isOpening) this.sticks = false;
    if (isOpening) this.#open();
    else if (this.isAtNewest()) box.scrollTop = this.#lowest;
    else if (this.#anchor) {
      const row = this.#nearestRow(this.#anchor.seq);
      if (row) box.scrollTop += this.#topOf(row) - this.#anchor.top + moved;
    }
    return true;
  }

  /** The reader has scrolled. Only going up leaves the bottom: growing content does not. */
  scrolled() {
    const up = this.#box.scrollTop < this.#top - 1 && this.#top <= this.#lowest;
    if (up && this.#left > SLACK) this.sticks = false;
    if (up) this.#openUntil = 0;
  }

  /** Remember where the view is. Returns the rows there are. */
  look() {
    const rows = this.#all();
    this.#top = this.#box.scrollTop;
    if (!rows.length) return rows; // an empty channel, or a moment of a reconnect, in which the place is kept
    if (!this.#shown().readingHistory && this.#left <= SLACK) this.sticks = true;
    const first = rows[firstIndex(rows.length, (index) => this.boxOf(rows[index]).bottom > 0)];
    this.#anchor = first ? { seq: seqOf(first), top: this.#topOf(first) } : null;
    return rows;
  }

  /**
   * What more to ask for, near an end of the rows: `{ above, below }`. Once per approach: again only after other rows
   * came, or after going away from the end.
   */
  approach() {
    const { hasBefore, hasAfter, readingHistory } = this.#shown();
    if (this.#isOpening()) return { above: false, below: false };
    const rows = this.#all();
    // At the newest, on a high screen, only what does not fill it: reading back would be the end of following.
    const isBack = !this.sticks || readingHistory || this.#lowest <= 0;
    const above = this.#box.scrollTop < NEAR && hasBefore && isBack ? rows[0].dataset.seq : "";
    const below = this.#left < NEAR && hasAfter && readingHistory ? rows[rows.length - 1].dataset.seq : "";
    const before = this.#asked;
    this.#asked = { above, below };
    return {
      above: above !== "" && above !== before.above,
      below: below !== "" && below !== before.below && !this.sticks,
    };
  }

  /** The row of the message that the page was led to, if to any. */
  target() {
    const { jumpSeq } = this.#shown();
    return jumpSeq ? this.#rows.querySelector(`[data-seq="${jumpSeq}"]`) : null;
  }

  /** At the message that the page was led to, else where unread begins, else at the newest. */
  #open() {
    const box = this.#box;
    const row = !this.#toLine && this.target();
    const line = this.#rows.querySelector("[data-new]");
    if (row) box.scrollTop += this.#topOf(row) - (box.clientHeight - row.offsetHeight) / 2;
    else box.scrollTop = line ? box.scrollTop + this.#topOf(line) - LINE : this.#lowest;
    this.sticks = this.#left <= SLACK;
  }

  #nearestRow(seq) {
    let found = null;
    for (const row of this.#all()) {
      if (found && seqOf(row) > seq) break;
      found = row;
    }
    return found;
  }

  #isOpening() {
    return this.#now() < this.#openUntil;
  }

  #all() {
    return this.#rows.querySelectorAll("[data-seq]");
  }

  #topOf(row) {
    return row.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
  }

  /** How far the box can be scrolled, and how much of that is left. */
  get #lowest() {
    return this.#box.scrollHeight - this.#box.clientHeight;
  }

  get #left() {
    return this.#lowest - this.#box.scrollTop;
  }
}
