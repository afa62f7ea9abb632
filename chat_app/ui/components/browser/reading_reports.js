// What the server is told of a page's reading.

const PAUSE = 1000; // ms in which what was read is gathered before the server is told
const LONG_PAUSE = 60_000; // the same while the page follows: the server knows, but for what gets lost with the connection

/**
 * Tells the server how far a `Reading` has come, and whether the page follows: then the server moves the mark by
 * itself. `page` returns what the page is by now: `{ isCurrent, isAtNewest, newest, showing, onRead, onFollow }`. What
 * is not current is not told: the server has another channel on show for the page, or has not heard of a break.
 */
export class ReadingReports {
  follows = false; // as the server knows it
  #reading;
  #page;
  #channelId = "";
  #showing = 0; // what the server was told of last
  #timer = null;

  constructor(reading, page) {
    this.#reading = reading;
    this.#page = page;
  }

  /** It is this channel that is read from now on. */
  open(channelId) {
    this.#channelId = channelId;
  }

  /** Tell how far the page has read, if that is news. */
  report() {
    this.#stopWaiting();
    const { isCurrent, onRead } = this.#page();
    const seq = isCurrent ? this.#reading.news() : 0;
    if (seq) onRead(this.#channelId, seq);
  }

  /** Do so in a while, with what is read until then. */
  reportSoon() {
    if (this.#reading.readTo <= this.#reading.told) return;
    this.#timer ??= setTimeout(() => this.report(), this.follows ? LONG_PAUSE : PAUSE);
  }

  /**
   * Tell whether the page follows, when that is news for what it shows, and how far it has read: what came after that
   * when it ceased to follow nobody has seen, whatever the server took it for.
   */
  tell() {
    const { isCurrent, isAtNewest, newest, showing } = this.#page();
    if (!isCurrent) return;
    if (this.#showing !== showing) this.follows = false;
    this.#showing = showing;
    const follows = isAtNewest && this.#reading.readTo >= newest;
    if (this.follows !== follows) this.#say(follows);
  }

  /** The channel is no longer on show. What came since then, before the server heard of it, nobody has seen. */
  leave() {
    if (this.follows && this.#page().isCurrent) this.#say(false);
    else this.report();
  }

  #say(follows) {
    this.follows = follows;
    this.#stopWaiting();
    this.#reading.news(); // it is told with this
    this.#page().onFollow(this.#showing, follows, this.#reading.readTo);
  }

  #stopWaiting() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
