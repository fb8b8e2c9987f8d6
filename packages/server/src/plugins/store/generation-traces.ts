import path from 'node:path';
import type { PluginTraces } from '@honeyframe/host';
import type { Queries } from '../../database/index.ts';
import { describeLeftOver, listFolders } from '../../system/index.ts';
import { isGeneration } from './name-generation.ts';
import type { PluginStore } from './plugin-store.ts';

export interface GenerationTracesOptions {
  readonly dataDir: string;
  readonly store: PluginStore;
  /** Generations that something beside the database needs: uploads, what runs. */
  readonly inUse: () => readonly string[];
}

/** Copies of code in the store. */
export function createGenerationTraces(options: GenerationTracesOptions): PluginTraces<Queries> {
  const { store, dataDir } = options;
  return {
    name: 'generations',
    isKept: false,
    describe: async (queries, slug) => {
      const rows = await selectGenerations(queries, slug);
      return rows.map(({ generation, version }) => ({
        surface: 'files',
        name: `store/${generation}`,
        detail: `version ${version}`,
      }));
    },
    purge: async (transaction, slug) => {
      const rows = await selectGenerations(transaction, slug);
      await transaction.deleteFrom('plugin_generations').where('plugin', '=', slug).execute();
      return async (after) => {
        const needed = await findNeeded(after, options);
        for (const { generation } of rows) {
          if (!needed.has(generation)) await store.remove(generation);
        }
      };
    },
    findOrphans: async (queries) => {
      const needed = await findNeeded(queries, options);
      const root = path.join(dataDir, 'store');
      const unused = (await listFolders(root)).filter((name) => isGeneration(name) && !needed.has(name));
      return unused.map((name) => ({
        ...describeLeftOver('generation', path.join(root, name), `store/${name}`),
        remove: () => store.remove(name),
      }));
    },
  };
}

function selectGenerations(queries: Queries, slug: string) {
  return queries
    .selectFrom('plugin_generations')
    .select(['generation', 'version'])
    .where('plugin', '=', slug)
    .orderBy('activated_at', 'desc')
    .execute();
}

async function findNeeded(queries: Queries, { inUse }: GenerationTracesOptions): Promise<Set<string>> {
  const rows = await queries.selectFrom('plugin_generations').select('generation').execute();
  const active = await queries.selectFrom('plugins').select('active_generation').execute();
  return new Set([
    ...rows.map(({ generation }) => generation),
    ...active.flatMap(({ active_generation }) => active_generation ?? []),
    ...inUse(),
  ]);
}
