import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { SeededGroup, SeedStep } from './merge/seeded-state.ts';
import { type CreatedGroups, type OrgWriting, partsOf, type SeedWriting } from './seed-writing.ts';

/** Updates what counts as seeded, and which groups the plugins own by the ledger. */
export async function rememberSeeded(
  queries: Queries,
  writings: readonly SeedWriting[],
  created: CreatedGroups,
): Promise<void> {
  for (const part of partsOf(writings.flatMap((writing) => describeSeeded(writing, created)))) {
    await queries.insertInto('plugin_seeded_groups').values(part).execute();
  }
  const groups = writings.flatMap(({ plugin, orgs }) =>
    orgs.flatMap((org) =>
      findKeys(org, org.base, gainingKinds).map(({ org_id, name }) => {
        return { plugin, kind: 'group', name, org_id };
      }),
    ),
  );
  for (const part of partsOf(groups)) {
    await queries
      .insertInto('plugin_ledger')
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function describeSeeded({ plugin, version, orgs }: SeedWriting, created: CreatedGroups) {
  return orgs.flatMap(({ org_id, previous, base }) =>
    findOthers(base, previous).map(({ seed_key, group_id, permissions }) => ({
      plugin,
      org_id,
      seed_key,
      group_id: created.resolve(org_id, group_id),
      permissions: [...permissions],
      version,
    })),
  );
}

/** Rows that are gone or written anew, and the ledger's entries of groups that went or were given away. */
export async function forgetSeeded(queries: Queries, { plugin, orgs }: SeedWriting): Promise<void> {
  const gone = orgs.flatMap(({ org_id, previous, base }) =>
    findOthers(previous, base).map(({ seed_key: name }) => ({ org_id, name })),
  );
  await deleteNamed(queries, { plugin, table: 'plugin_seeded_groups', column: 'seed_key', named: gone });
  const left = orgs.flatMap((org) => findKeys(org, org.previous, leavingKinds));
  await deleteNamed(queries, { plugin, table: 'plugin_ledger', column: 'name', named: left });
}

interface NamedInOrg {
  readonly org_id: string;
  readonly name: string;
}

const gainingKinds: ReadonlySet<SeedStep['kind']> = new Set(['group_created', 'group_readopted']);
const leavingKinds: ReadonlySet<SeedStep['kind']> = new Set(['group_removed', 'group_released']);

/** The ledger calls a group by the name that the manifest gives it. */
function findKeys(
  { org_id, steps }: OrgWriting,
  seeds: readonly SeededGroup[],
  kinds: ReadonlySet<SeedStep['kind']>,
): NamedInOrg[] {
  const ids = new Set(steps.filter(({ kind }) => kinds.has(kind)).map(({ group_id }) => group_id));
  return seeds
    .filter(({ group_id }) => group_id !== null && ids.has(group_id))
    .map(({ seed_key: name }) => ({ org_id, name }));
}

/** Those that the other side has not got, or has otherwise. */
function findOthers(seeds: readonly SeededGroup[], side: readonly SeededGroup[]): readonly SeededGroup[] {
  if (side.length === 0) return seeds;
  const known = new Map(side.map((seed) => [seed.seed_key, seed]));
  return seeds.filter(({ seed_key, group_id, permissions }) => {
    const other = known.get(seed_key);
    return other?.group_id !== group_id || other.permissions.join() !== permissions.join();
  });
}

interface NamedDeletion {
  readonly plugin: string;
  readonly table: 'plugin_seeded_groups' | 'plugin_ledger';
  readonly column: string;
  readonly named: readonly NamedInOrg[];
}

async function deleteNamed(queries: Queries, { plugin, table, column, named }: NamedDeletion): Promise<void> {
  if (named.length === 0) return;
  await sql`delete from ${sql.table(table)} as kept using
    unnest(${named.map(({ org_id }) => org_id)}::uuid[], ${named.map(({ name }) => name)}::text[]) as gone (org_id, name)
    where kept.plugin = ${plugin} and kept.org_id = gone.org_id and kept.${sql.ref(column)} = gone.name
      ${table === 'plugin_ledger' ? sql`and kept.kind = 'group'` : sql``}`.execute(queries);
}
