import { PlatformError } from '@honeyframe/contract';

/** One step of a plugin at a time. */
export interface PluginLocks {
  /** Throws HF_PLUGIN_BUSY when another step of this plugin is under way. @returns what gives the lock back. */
  take(slug: string): () => void;
  /** Waits for its turn instead. */
  wait(slug: string): Promise<() => void>;
}

/** Within this process; between processes the transaction of the step takes an advisory lock. */
export function createPluginLocks(): PluginLocks {
  const held = new Map<string, Promise<void>>();
  const hold = (slug: string): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(slug, promise);
    return () => {
      held.delete(slug);
      resolve();
    };
  };
  return {
    take: (slug) => {
      if (held.has(slug)) throw new PlatformError('HF_PLUGIN_BUSY', { plugin: slug });
      return hold(slug);
    },
    wait: async (slug) => {
      while (held.has(slug)) await held.get(slug);
      return hold(slug);
    },
  };
}
