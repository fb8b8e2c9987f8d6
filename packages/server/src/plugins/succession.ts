/**
 * What plugins have on one surface. While a version takes the place of another both are there, and the later one counts;
 * should it go again, the one before counts as if nothing had happened.
 */
export class Succession<T> {
  readonly #values = new Map<string, readonly T[]>();

  find(slug: string): T | undefined {
    return this.#values.get(slug)?.at(-1);
  }

  all(): T[] {
    return [...this.#values.values()].flatMap((values) => values.slice(-1));
  }

  /** @returns the disposer, which removes exactly this value. */
  add(slug: string, value: T): () => void {
    this.#set(slug, [...(this.#values.get(slug) ?? []), value]);
    return () => this.#set(slug, this.#values.get(slug)?.filter((each) => each !== value) ?? []);
  }

  #set(slug: string, values: readonly T[]): void {
    if (values.length > 0) this.#values.set(slug, values);
    else this.#values.delete(slug);
  }
}
