import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";

export default [
  { files: ["**/*.{js,jsx}"], linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  hooks.configs.flat.recommended,
  {
    languageOptions: { globals: globals.browser, parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: {
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", 80],
      "react-hooks/exhaustive-deps": "error",
      // An effect may set state: what a page is sent, and what it finds on the screen, comes without an event.
      "react-hooks/set-state-in-effect": "off",
    },
  },
  {
    // What was read is reckoned while the log is painted, by the props that it has then.
    files: ["**/log.jsx", "**/log_reading.jsx"],
    rules: { "react-hooks/refs": "off" },
  },
  {
    // One account of what was read; its effects follow that alone.
    files: ["**/log_reading.jsx"],
    rules: { "react-hooks/exhaustive-deps": "off" },
  },
];
