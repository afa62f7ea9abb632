/** Listeners of a thing that changes, as React wants them. */
export class Listeners {
  #all = new Set();

  subscribe = (listener) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  call() {
    this.#all.forEach((listener) => listener());
  }
}
