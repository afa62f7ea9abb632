import { useState } from "react";

/** The last value that was not empty, for what a reconnect empties for a moment. */
export function useLastNonEmpty(value) {
  const [kept, setKept] = useState(value);
  if (value && value !== kept) setKept(value);
  return value || kept;
}
