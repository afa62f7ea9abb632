import { useEffect, useState } from "react";

/** What the channel is about, on one line; pressed, all of it. */
export function Topic({ topic }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [topic]);
  return topic && (
    <button type="button" className="topic" title={topic} aria-expanded={open} onClick={() => setOpen(!open)}>
      {topic}
    </button>
  );
}
