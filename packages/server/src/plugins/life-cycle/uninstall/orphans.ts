import type { Orphan, PluginTraces } from '@honeyframe/host';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Queries } from '../../../database/index.ts';

export interface OrphansOptions {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  readonly traces: readonly PluginTraces<Queries>[];
}

/** Everything that was a plugin's and is nobody's any more. */
export async function findOrphans({ database, traces }: OrphansOptions): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const each of traces) found.push(...(await each.findOrphans(database.ownerQueries)));
  return found;
}

/** At a start, before anything runs: removes files that nobody misses. What cannot be removed keeps no start. */
export async function sweepLeftOvers({ database, traces, log }: OrphansOptions): Promise<void> {
  for (const each of traces) {
    try {
      const orphans = await each.findOrphans(database.ownerQueries);
      for (const orphan of orphans.filter(({ isLeftOver }) => isLeftOver)) await orphan.remove();
    } catch (error) {
      log.warn({ err: error, traces: each.name }, 'what an uninstalled plugin left cannot be removed');
    }
  }
}
