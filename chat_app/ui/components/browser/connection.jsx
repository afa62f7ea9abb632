import { useEffect, useRef, useState } from "react";
import { builtOf, isInUse, isNewer } from "./newer.js";

const SLOW = 4000; // ms after which a page that is not connected says so
const REFUSED = 1000; // ms after which one says so whose connection was refused or has ended

/**
 * Shows its children while `ready`, and after that for as long as `hold`: a reconnect takes the state away for a
 * moment and must not take the page with it.
 */
export function KeepMounted({ ready, hold, waiting, children }) {
  const [kept, keep] = useState(false);
  const shown = ready || (kept && hold);
  if (shown !== kept) keep(shown);
  return shown ? children : waiting;
}

/**
 * The status while the connection is away, and after it until the page was filled again. A short absence is not
 * worth a word, nor is a first connection that takes its time: it must be away for a second.
 */
export function Connection({ connectErrors, hydrated, label, text }) {
  const [offline, setOffline] = useState(false);
  const [lost, setLost] = useState(false);
  const [shown, setShown] = useState(false);
  const away = connectErrors.length > 0 || offline;
  const emptied = useRef(false); // after the connection the page is emptied (not hydrated) and filled again

  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    ["online", "offline"].forEach((kind) => addEventListener(kind, look));
    return () => ["online", "offline"].forEach((kind) => removeEventListener(kind, look));
  }, []);
  useEffect(() => {
    if (away) {
      emptied.current = false;
      setLost(true);
    } else if (!hydrated) emptied.current = true;
    else {
      // If emptying and filling came as one there is nothing more to wait for.
      const timer = setTimeout(() => setLost(false), emptied.current ? 0 : 2000);
      return () => clearTimeout(timer);
    }
  }, [away, hydrated]);
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? 1000 : 0);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div className="connection" aria-live="polite">
      {lost && shown && (
        <div className="connection-note" role="status" aria-label={label}>
          {text}
        </div>
      )}
    </div>
  );
}

/**
 * Says on a page with a form that there is no connection. From then on what is pressed is not kept for later: it
 * would be sent as often as it was pressed. What was typed stays where it is.
 */
export function NoConnection({ connectErrors, hydrated, text }) {
  const [shown, setShown] = useState(false);
  const refused = connectErrors.length > 0;
  const connected = hydrated && !refused;

  useEffect(() => {
    if (connected) return setShown(false);
    const timer = setTimeout(() => setShown(true), refused ? REFUSED : SLOW);
    return () => clearTimeout(timer);
  }, [connected, refused]);
  useEffect(() => {
    if (!shown) return;
    const keep = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("submit", keep, { capture: true });
    return () => document.removeEventListener("submit", keep, { capture: true });
  }, [shown]);
  return <div aria-live="assertive">{shown && <p className="form-error">{text}</p>}</div>;
}

/**
 * After the connection was away: is there a newer build of the pages? Then this one is loaded anew, at once if nothing
 * would be lost by it, else when it is asked to, or once it is left in the background with nothing written in it.
 */
export function NewerBuild({ connectErrors, hydrated, text, reloadLabel }) {
  const [found, setFound] = useState(false);
  const mine = useRef("");
  const known = useRef(false);

  const look = async () => {
    if (!(await isNewer(mine.current, location.pathname))) return;
    if (isInUse(document)) setFound(true);
    else location.reload();
  };
  useEffect(() => {
    mine.current = window.__reactRouterManifest?.url ?? builtOf(document.documentElement.innerHTML);
    addEventListener("vite:preloadError", look); // a part of this page that is there no more
    return () => removeEventListener("vite:preloadError", look);
  }, []);
  useEffect(() => {
    // Each connection is a new (empty) list; the first one came with the page.
    if (known.current && connectErrors.length === 0) look();
  }, [connectErrors]);
  useEffect(() => {
    if (hydrated) known.current = true;
  }, [hydrated]);
  useEffect(() => {
    if (!found) return;
    const left = () => document.visibilityState === "hidden" && !isInUse(document) && location.reload();
    document.addEventListener("visibilitychange", left);
    return () => document.removeEventListener("visibilitychange", left);
  }, [found]);
  return (
    found && (
      <div className="toast" role="status">
        <span>{text}</span>
        <button type="button" className="toast-action" onClick={() => location.reload()}>
          {reloadLabel}
        </button>
      </div>
    )
  );
}
