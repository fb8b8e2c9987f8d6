import type { ServerResponse } from 'node:http';

/** Counts requests in flight, so that code is taken away only when nobody is inside any more. */
export interface Drain {
  enter(response: ServerResponse): void;
  /** Resolves at zero, or after 30 s, whichever is first. */
  empty(): Promise<void>;
}

const LIMIT_MS = 30_000;

export function createDrain(): Drain {
  let inside = 0;
  let onEmpty: (() => void) | undefined;
  const leave = (): void => {
    inside -= 1;
    if (inside === 0) onEmpty?.();
  };
  return {
    enter: (response) => {
      inside += 1;
      response.on('close', leave);
    },
    empty: async () => {
      if (inside === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const timer = setTimeout(resolve, LIMIT_MS);
      await promise;
      clearTimeout(timer);
    },
  };
}
