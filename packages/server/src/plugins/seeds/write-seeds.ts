import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import { isAnyOf } from './load-seeds.ts';
import type { SeedStep } from './merge/seeded-state.ts';
import { CreatedGroups, partsOf, type SeedWriting } from './seed-writing.ts';
import { forgetSeeded, rememberSeeded } from './write-seeded.ts';

/** A step with the organisation that it happens in. */
interface PlacedStep extends SeedStep {
  readonly org_id: string;
}

/** A step that makes a group, with whom it belongs to. */
interface OwnedStep extends PlacedStep {
  readonly owner: string;
  readonly description: string;
}

/**
 * Writes down what a merge decided, for all organisations at once: at a first start this is most of what an
 * installation asks the database.
 */
export async function writeSeeds(queries: Queries, writing: SeedWriting): Promise<void> {
  const steps = writing.orgs.flatMap(({ org_id, steps }) => steps.map((step) => ({ ...step, org_id })));
  const of = (...kinds: SeedStep['kind'][]) => steps.filter(({ kind }) => kinds.includes(kind));
  await removeGrants(queries, of('permission_removed', 'grant_lost'));
  await removeGroups(queries, of('group_removed'));
  await changeOwner(queries, of('group_released'), null);
  await changeOwner(queries, of('group_readopted'), writing.plugin);
  const created = await createGroups(queries, own(writing, of('group_created')));
  await addGrants(queries, of('permission_added'), created);
  await forgetSeeded(queries, writing);
  await rememberSeeded(queries, [writing], created);
}

/**
 * The same for several plugins of which nothing is there yet, so that there is only something to add. No two of them may
 * bring a group of one name.
 */
export async function writeFirstSeeds(queries: Queries, writings: readonly SeedWriting[]): Promise<void> {
  const steps = (kind: SeedStep['kind']) =>
    writings.flatMap((writing) =>
      own(
        writing,
        writing.orgs.flatMap(({ org_id, steps }) =>
          steps.filter((step) => step.kind === kind).map((step) => ({ ...step, org_id })),
        ),
      ),
    );
  const created = await createGroups(queries, steps('group_created'));
  await addGrants(queries, steps('permission_added'), created);
  await rememberSeeded(queries, writings, created);
}

function own({ plugin, descriptions }: SeedWriting, steps: readonly PlacedStep[]): OwnedStep[] {
  return steps.map((step) => ({ ...step, owner: plugin, description: descriptions[step.group] ?? '' }));
}

async function createGroups(queries: Queries, steps: readonly OwnedStep[]): Promise<CreatedGroups> {
  const created = new CreatedGroups();
  for (const part of partsOf(steps)) {
    const rows = await queries
      .insertInto('groups')
      .values(
        part.map(({ org_id, group: name, description, owner }) => ({ org_id, name, description, owner })),
      )
      .returning(['id', 'org_id', 'name'])
      .execute();
    for (const { id, org_id, name } of rows) created.add(org_id, name, id);
  }
  return created;
}

async function addGrants(
  queries: Queries,
  steps: readonly PlacedStep[],
  created: CreatedGroups,
): Promise<void> {
  const grants = steps.flatMap(({ org_id, group_id, permission: permission_type }) => {
    if (group_id === null || permission_type === undefined) return [];
    return [{ group_id: created.resolve(org_id, group_id), permission_type, origin: 'seed' as const }];
  });
  for (const part of partsOf(grants)) {
    await queries
      .insertInto('group_permissions')
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function removeGrants(queries: Queries, steps: readonly PlacedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await sql`delete from group_permissions using
    unnest(${steps.map(({ group_id }) => group_id)}::uuid[],
      ${steps.map(({ permission }) => permission)}::text[],
      ${steps.map(({ target_id }) => target_id ?? null)}::text[]) as gone (group_id, permission, target_id)
    where group_permissions.group_id = gone.group_id
      and group_permissions.permission_type = gone.permission
      and group_permissions.target_id is not distinct from gone.target_id`.execute(queries);
}

async function removeGroups(queries: Queries, steps: readonly PlacedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await queries
    .deleteFrom('groups')
    .where(isAnyOf('id', toIds(steps), 'uuid'))
    .execute();
}

async function changeOwner(
  queries: Queries,
  steps: readonly PlacedStep[],
  owner: string | null,
): Promise<void> {
  if (steps.length === 0) return;
  await queries
    .updateTable('groups')
    .set({ owner })
    .where(isAnyOf('id', toIds(steps), 'uuid'))
    .execute();
}

function toIds(steps: readonly PlacedStep[]): string[] {
  return steps.flatMap(({ group_id }) => group_id ?? []);
}
