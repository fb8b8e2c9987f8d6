/** What a plugin answered to a request: a version, or that it is disabled. */
export type Seen = string;

export interface Sighting {
  /** When the request was sent; `performance.now()`. 0 for streams and sockets, which were opened long before. */
  readonly asked: number;
  readonly seen: Seen;
}

/** What all clients saw. */
export class Tally {
  requests = 0;
  isOver = false;
  readonly lost: string[] = [];
  #watched: { readonly slug: string; readonly sightings: Sighting[] } | undefined;

  /** From here on everything that this plugin answers is kept. */
  watch(slug: string): readonly Sighting[] {
    const sightings: Sighting[] = [];
    this.#watched = { slug, sightings };
    return sightings;
  }

  note(slug: string, sighting: Sighting): void {
    this.requests += 1;
    if (this.#watched?.slug === slug) this.#watched.sightings.push(sighting);
  }

  lose(what: string): void {
    this.requests += 1;
    this.lost.push(what);
  }
}
