import { createApiClient, type Orphan, orphansApi, type Send } from '@honeyframe/contract/api';
import { countOf } from '../../output/format-amount.ts';
import { toLine } from '../../output/to-line.ts';
import { type Finding, ok, warn } from './finding.ts';

/** What plugins left behind. It keeps nothing from working, so it is no problem, but it takes room. */
export async function checkOrphans(send: Send): Promise<Finding[]> {
  const { orphans } = await createApiClient(orphansApi, send).list();
  if (orphans.length === 0) return [ok('orphans', 'nothing that belongs to no plugin')];
  return [
    ...orphans.map((orphan) => warn('orphans', describeOrphan(orphan), '')),
    warn(
      'orphans',
      `${countOf(orphans.length, 'thing')} without an owner`,
      "Run 'honeyframe doctor --fix' to remove them; it asks first.",
    ),
  ];
}

/** `schema 'plugin_ghost' (1 table, 8 kB): no plugin of this name is installed; …` */
export function describeOrphan({ kind, name, detail, size }: Orphan): string {
  return toLine(`${kind} '${name}'${size ? ` (${size})` : ''}: ${detail}`);
}
