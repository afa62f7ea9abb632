import { useEffect, useRef, useState } from "react";

/** Puts the focus on the first wrong field of the form it stands in, each time an answer names one. */
export function WrongFieldFocus({ errors }) {
  const mark = useRef(null);
  useEffect(() => {
    mark.current.closest("form")?.querySelector("[aria-invalid=true]")?.focus();
  }, [errors]);
  return <i hidden ref={mark} />;
}

/** Shows and hides what is typed into the password field `field`. */
export function RevealButton({ field, label, showIcon, hideIcon }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    document.getElementById(field).setAttribute("type", shown ? "text" : "password");
  }, [field, shown]);
  return (
    <button
      type="button"
      className="icon-button reveal"
      aria-label={label}
      title={label}
      aria-pressed={shown}
      aria-controls={field}
      onClick={() => setShown(!shown)}
    >
      {shown ? hideIcon : showIcon}
    </button>
  );
}
