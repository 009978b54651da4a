/** Limits how many callers work in parallel. The others wait, first come, first served. */
export class Limiter {
  readonly #limit: number;
  readonly #queue: (() => void)[] = [];
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async enter(): Promise<void> {
    if (this.#count < this.#limit) {
      this.#count++;
      return;
    }
    // `leave` hands its place to the first of the queue, so the count doesn't change.
    await new Promise<void>((resolve) => {
      this.#queue.push(resolve);
    });
  }

  leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#count--;
    } else {
      next();
    }
  }
}
