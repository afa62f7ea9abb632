import { useEffect, useState } from "react";
import { forget, loadPicker, useRequest } from "./emoji_button.jsx";

/** The place of the picker; it is there once it was asked for. */
export function EmojiPicker(props) {
  const request = useRequest();
  const [Picker, setPicker] = useState(null);
  useEffect(() => {
    if (request && !Picker) loadPicker().then((module) => setPicker(() => module.default), forget);
  }, [request, Picker]);
  const close = () => {
    request?.onClose?.();
    forget();
  };
  return Picker && <Picker {...props} request={request} onClose={close} />;
}
