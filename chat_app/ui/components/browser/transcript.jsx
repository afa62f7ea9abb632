import { useEffect, useRef } from "react";
import { transcript } from "./message_text.js";

/** Has messages copied as a conversation reads, without what else stands in their rows. */
export function Transcript() {
  const mark = useRef(null);
  useEffect(() => {
    const rows = mark.current.closest(".rows");
    const copied = (event) => {
      const selection = document.getSelection();
      if (!selection.rangeCount || event.target.closest?.("textarea, input")) return;
      const words = transcript([...rows.querySelectorAll(".message")], selection.getRangeAt(0));
      if (!words) return;
      event.clipboardData.setData("text/plain", words);
      event.preventDefault();
    };
    document.addEventListener("copy", copied);
    return () => document.removeEventListener("copy", copied);
  }, []);
  return <i hidden ref={mark} />;
}
