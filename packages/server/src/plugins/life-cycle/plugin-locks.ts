import { PlatformError } from '@honeyframe/contract';

/** One step of a plugin at a time. */
export interface PluginLocks {
  /** Throws HF_PLUGIN_BUSY when another step of this plugin is under way. @returns what gives the lock back. */
  take(slug: string): () => void;
  /** No step of any plugin meanwhile. Throws HF_PLUGIN_BUSY when one is under way. */
  takeAll(): () => void;
  /** Waits for its turn instead. */
  wait(slug: string): Promise<() => void>;
}

/** No plugin has this name. */
const ALL = '*';

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
  const isHeld = (slug: string) => held.has(slug) || held.has(ALL);
  return {
    take: (slug) => {
      if (isHeld(slug)) throw new PlatformError('HF_PLUGIN_BUSY', { plugin: slug });
      return hold(slug);
    },
    takeAll: () => {
      const [slug] = held.keys();
      if (slug !== undefined) throw new PlatformError('HF_PLUGIN_BUSY', { plugin: slug });
      return hold(ALL);
    },
    wait: async (slug) => {
      while (isHeld(slug)) await (held.get(ALL) ?? held.get(slug));
      return hold(slug);
    },
  };
}
