// Messages of the outbox, in the shape that the rows of the log have (`RowView` in `conversation/row.py`).

import { asNow } from "./drafts.js";

const quoteOf = (answered, live) => answered && { handle: "", deleted: false, ...asNow(answered, live) };

/**
 * These messages of the outbox as rows that follow on `live`, the newest messages that are stored. `me` is the part of
 * a row that says whose it is; `failureOf` tells why one is not being sent, or "".
 */
export function pendingRows(entries, { live, me, failureOf }) {
  let previous = live.at(-1);
  return entries.map((entry) => {
    const failure = failureOf(entry);
    const row = {
      ...me,
      client_message_id: entry.id,
      text: entry.text,
      at: entry.at,
      previous_at: previous?.at ?? 0,
      previous_author_id: previous?.author_id ?? "",
      quote: quoteOf(entry.answered, live) ?? null,
      reactions: [],
      state: failure ? "failed" : "sending",
      failure,
    };
    previous = row;
    return row;
  });
}
