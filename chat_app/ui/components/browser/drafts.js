// What has been written and not sent: a draft for each channel, with the message it answers, and edits under way. They
// are the person's on this device. All tabs show the same draft, so none can overwrite another's with an older one.

import { Listeners } from "./listeners.js";
import { memory, onOtherTabs } from "./storage.js";

const EMPTY = { text: "", answered: null };
const isText = (value) => typeof value === "string";
const asAnswered = (value) =>
  [value?.id, value?.author, value?.handle ?? "", value?.text].every(isText) ? value : null;

/** The message that is answered, under its author's name as it is now where it is among these. */
export function asNow(answered, live) {
  const now = live.find(({ id }) => id === answered.id);
  return now ? { ...answered, author: now.author, handle: now.handle } : answered;
}

export class Drafts {
  #memory;
  #listeners = new Listeners();
  #read = new Map(); // by key: what was read, so that equal is the same
  #open = "";

  constructor(kept = memory) {
    this.#memory = kept;
  }

  subscribe = this.#listeners.subscribe;

  /** The draft of the channel that is open: `{ text, answered: { id, author, handle, text } | null }`. */
  current = () => this.#of(this.#open);

  /** From now on, write the draft of this channel. */
  open(person, channel) {
    const key = person && channel ? `chat.draft.${person}.${channel}` : "";
    if (key === this.#open) return;
    this.#open = key;
    this.#listeners.call();
  }

  /** Change parts of the draft of the channel that is open. */
  write(parts) {
    const draft = { ...this.current(), ...parts };
    if (!this.#open) return;
    this.#memory.set(this.#open, draft.text || draft.answered ? JSON.stringify(draft) : "");
    this.#listeners.call();
  }

  /** Another tab has changed something. */
  heard(key) {
    if (key === null || key === this.#open) this.#listeners.call();
  }

  #of(key) {
    const kept = key ? this.#memory.get(key) : "";
    if (!kept) return EMPTY;
    const known = this.#read.get(key);
    if (known?.kept === kept) return known.draft;
    const { text, answered } = this.#memory.object(key) ?? EMPTY;
    const draft = { text: isText(text) ? text : "", answered: asAnswered(answered) };
    this.#read.set(key, { kept, draft });
    return draft;
  }
}

export class Edits {
  #memory;
  #now;

  constructor(kept = memory, now = Date.now) {
    this.#memory = kept;
    this.#now = now;
  }

  keep(person, channel, message, text) {
    this.#memory.set(keyOf(person, channel, message), JSON.stringify({ text, at: this.#now() }));
  }

  /** What was made of the message so far; undefined: nothing. */
  find(person, channel, message) {
    const text = this.#memory.object(keyOf(person, channel, message))?.text;
    return isText(text) ? text : undefined;
  }

  forget(person, channel, message) {
    this.#memory.set(keyOf(person, channel, message), "");
  }

  /** The messages of the channel with an edit under way, the newest edit first. */
  underWay(person, channel) {
    const prefix = keyOf(person, channel, "");
    const when = (key) => Number(this.#memory.object(key)?.at) || 0;
    return this.#memory
      .keys(prefix)
      .sort((a, b) => when(b) - when(a))
      .map((key) => key.slice(prefix.length));
  }
}

const keyOf = (person, channel, message) => `chat.edit.${person}.${channel}.${message}`;

export const drafts = new Drafts();
export const edits = new Edits();
onOtherTabs((key) => drafts.heard(key));
