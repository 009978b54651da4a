/** Lets so many pass at a time; the others wait for their turn, in order. */
export class Limiter {
  readonly #most: number;
  readonly #queue: (() => void)[] = [];
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async enter(): Promise<void> {
    if (this.#inside < this.#most) {
      this.#inside++;
      return;
    }
    // Whoever leaves hands its place over.
    await new Promise<void>((resolve) => {
      this.#queue.push(resolve);
    });
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#inside--;
    } else {
      next();
    }
  }
}
