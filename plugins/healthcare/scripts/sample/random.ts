import { createHash } from 'node:crypto';

/** A stream of repeatable draws: the same seed gives the same stream on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Bell-shaped around `mean`; sums and products only, so that no platform's Math.log can change a byte. */
  bell(mean: number, spread: number): number;
}

/** mulberry32: 32 bits of state are plenty for a sample, and it is six lines long. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The stream that belongs to `seed` and `name`; each patient has one, so that one more changes no other. */
export function createRandom(seed: number, name: string): Random {
  const next = mulberry32(digest(seed, name).readUInt32LE(0));
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('Nothing to pick from.');
      return item;
    },
    // Four uniform draws have the standard deviation 0.577.
    bell: (mean, spread) => mean + ((next() + next() + next() + next() - 2) / 0.577) * spread,
  };
}

/** A UUID from a name, not from the stream: 32 bits of state would repeat themselves among so many. */
export function createId(seed: number, name: string): string {
  const hex = digest(seed, name).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function digest(seed: number, name: string): Buffer {
  return createHash('sha256').update(`${seed}/${name}`).digest();
}
