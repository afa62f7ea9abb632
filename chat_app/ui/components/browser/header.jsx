import { useEffect, useState } from "react";

/** What the channel is about, on one line; pressed, all of it. Links in it can be followed, and so lie beside the button. */
export function Topic({ topic, html }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [topic]);
  if (!topic) return null;
  const button = { title: topic, "aria-expanded": open, onClick: () => setOpen(!open) };
  if (!html.includes("<a "))
    return (
      <button type="button" {...button} className="topic" dir="auto">
        {topic}
      </button>
    );
  return (
    <div className="topic" data-open={open}>
      <button type="button" {...button} className="topic-whole" aria-label={topic} />
      <span dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
    </div>
  );
}

/** The window's title. */
export function WindowTitle({ title }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
