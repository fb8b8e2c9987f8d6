import { PlatformError } from '@honeyframe/contract';
import type { Explanation, GrantPath } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { findAdministrators } from '../group-store.ts';
import { PLATFORM_OWNER } from '../permission-catalogue.ts';
import type { PluginFacts } from '../plugin-facts.ts';

export interface ExplainQuestion {
  readonly orgId: string;
  readonly userId: string;
  readonly permission: string;
  readonly targetId: string | null;
  readonly plugins: readonly PluginFacts[];
}

/**
 * Why somebody is allowed or refused: what the gate decides, in its order, with where it comes from. Throws
 * HF_CORE_NOT_FOUND for people of other organisations, HF_ACCESS_UNKNOWN_PERMISSION.
 */
export async function explain(queries: Queries, question: ExplainQuestion): Promise<Explanation> {
  const { orgId, permission, targetId, userId } = question;
  const [user, { owner, description }, paths, administrators] = await Promise.all([
    findPerson(queries, orgId, userId),
    findPermission(queries, permission),
    findPaths(queries, question),
    findAdministrators(queries, orgId),
  ]);
  const mine = paths.filter((path) => path.member_since !== null);
  const through = mine.filter((path) => counts(path, targetId));
  const granted = through.length > 0;
  const surfaces = listSurfaces(question, owner, user.is_superadmin || granted);
  const others = mine.flatMap(({ target_id }) =>
    target_id === null || target_id === targetId ? [] : [target_id],
  );
  const reason = decide({ user, granted, surfaces, others });
  const allowed = reason === 'granted' || reason === 'superadmin';
  return {
    user: { id: user.id, email: user.email, display_name: user.display_name },
    permission,
    description,
    target_id: targetId,
    owner,
    allowed,
    reason,
    through: through.map((path) => ({
      ...toPath(path),
      member_since: toTime(path.member_since ?? path.granted_at),
    })),
    other_targets: [...new Set(others)],
    offered_by: paths.filter((path) => path.member_since === null && counts(path, targetId)).map(toPath),
    plugins: surfaces,
    administrators: allowed ? [] : administrators,
  };
}

type Surface = Explanation['plugins'][number];

interface Facts {
  readonly user: Awaited<ReturnType<typeof findPerson>>;
  readonly granted: boolean;
  readonly surfaces: readonly Surface[];
  readonly others: readonly string[];
}

/** The order of the gate: who is there, is the plugin enabled, is the name approved; then superadmin, then grants. */
function decide({ user, granted, surfaces, others }: Facts): Explanation['reason'] {
  if (!user.active) return 'inactive';
  const enabled = surfaces.filter((surface) => surface.enabled);
  if (surfaces.length > 0 && enabled.length === 0) return 'disabled';
  if (enabled.length > 0 && enabled.every(({ relation }) => relation === 'waits')) return 'pending';
  if (user.is_superadmin) return 'superadmin';
  if (granted) return 'granted';
  return others.length > 0 ? 'other_targets' : 'missing';
}

/** An organisation-wide grant counts for every object; one of an object only for that. */
function counts({ target_id }: { target_id: string | null }, wanted: string | null): boolean {
  return target_id === null || target_id === wanted;
}

/** Plugins that answer by the permission. The platform itself is always there, and needs no approval. */
function listSurfaces({ plugins, permission }: ExplainQuestion, owner: string, holds: boolean): Surface[] {
  const using = plugins.filter(({ slug, declared }) => slug === owner || declared.includes(permission));
  const surfaces = using.map(({ slug, display_name, enabled, pending }): Surface => {
    const waits = pending.has(permission);
    const relation = waits ? 'waits' : slug === owner ? 'owner' : 'shares';
    return { slug, display_name, relation, enabled, allowed: enabled && !waits && holds };
  });
  const missing = owner !== PLATFORM_OWNER && !using.some(({ slug }) => slug === owner);
  if (missing || owner === PLATFORM_OWNER) {
    const enabled = owner === PLATFORM_OWNER;
    const display_name = enabled ? 'Platform' : owner;
    surfaces.unshift({ slug: owner, display_name, relation: 'owner', enabled, allowed: enabled && holds });
  }
  return surfaces;
}

async function findPerson(queries: Queries, orgId: string, userId: string) {
  const person = await queries
    .selectFrom('users')
    .innerJoin('user_orgs', 'user_orgs.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.display_name', 'users.active', 'users.is_superadmin'])
    .where('user_orgs.org_id', '=', orgId)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  if (!person) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `user ${userId}` });
  return person;
}

async function findPermission(queries: Queries, permission: string) {
  const known = await queries
    .selectFrom('permissions')
    .select(['owner', 'description'])
    .where('name', '=', permission)
    .executeTakeFirst();
  if (!known) throw new PlatformError('HF_ACCESS_UNKNOWN_PERMISSION', { permission });
  return known;
}

type PathRow = Awaited<ReturnType<typeof findPaths>>[number];

/** Every grant of the permission here, with since when the person belongs to its group; null for other groups. */
function findPaths(queries: Queries, { orgId, userId, permission }: ExplainQuestion) {
  return queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
    .leftJoin('user_groups', (join) =>
      join.onRef('user_groups.group_id', '=', 'groups.id').on('user_groups.user_id', '=', userId),
    )
    .leftJoin('user_orgs', (join) =>
      join.onRef('user_orgs.org_id', '=', 'groups.org_id').on('user_orgs.user_id', '=', userId),
    )
    .leftJoin('users as granter', 'granter.id', 'group_permissions.created_by')
    .select((eb) => [
      'groups.id as group_id',
      'groups.name as group',
      'group_permissions.target_id',
      'group_permissions.origin',
      'group_permissions.created_at as granted_at',
      'granter.email as granted_by',
      eb
        .case()
        .when('groups.system_key', '=', 'all_members')
        .then(eb.ref('user_orgs.created_at'))
        .else(eb.ref('user_groups.created_at'))
        .end()
        .as('member_since'),
    ])
    .where('groups.org_id', '=', orgId)
    .where('group_permissions.permission_type', '=', permission)
    .orderBy('groups.name')
    .orderBy('group_permissions.target_id')
    .execute();
}

function toPath({ group_id, group, target_id, origin, granted_at, granted_by }: PathRow): GrantPath {
  return { group_id, group, target_id, origin, granted_at: toTime(granted_at), granted_by };
}

function toTime(at: Date): string {
  return at.toISOString();
}
