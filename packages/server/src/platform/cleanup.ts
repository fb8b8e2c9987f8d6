import type { FastifyBaseLogger } from 'fastify';

/** What must be undone when the platform stops, in the opposite order of how it came. */
export interface Cleanup {
  add(name: string, undo: () => Promise<void>): void;
  /** Runs each once; one that fails is logged and does not keep the others from running. */
  run(): Promise<void>;
}

export function createCleanup(log: FastifyBaseLogger): Cleanup {
  const steps: { name: string; undo: () => Promise<void> }[] = [];
  return {
    add: (name, undo) => void steps.push({ name, undo }),
    run: async () => {
      for (let step = steps.pop(); step; step = steps.pop()) {
        const { name, undo } = step;
        await undo().catch((error: unknown) => log.error({ err: error }, `could not stop cleanly: ${name}`));
      }
    },
  };
}
