// What the browser's modules find in the page, and do not make.

declare module "react-router" {
  /** The router's word of where the page is: another object after each step. */
  export function useLocation(): object;
}

interface Window {
  /** The sentences of the reader's language, on their way: `head.js`. */
  sentences?: Promise<Record<string, string>>;
  /** What React Router says of the parts a page is made of. */
  __reactRouterManifest?: { url: string };
}
