import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../database/index.ts';

/** A permission's targets: `true` is organisation-wide. */
type Targets = true | Set<string>;

/** All that one user may do in one organisation. */
export class Grants {
  readonly #targets = new Map<string, Targets>();

  constructor(rows: Iterable<GrantRow>) {
    for (const row of rows) this.#add(row.permission_type, row.target_id);
  }

  #add(permission: string, target: string | null): void {
    const existing = this.#targets.get(permission);
    if (existing === true) return;
    if (target === null) this.#targets.set(permission, true);
    else if (existing) existing.add(target);
    else this.#targets.set(permission, new Set([target]));
  }

  /** Organisation-wide, or for this target. Without a target only an organisation-wide grant counts. */
  allows(permission: string, target?: string): boolean {
    const targets = this.#targets.get(permission);
    if (targets === undefined) return false;
    return targets === true || (target !== undefined && targets.has(target));
  }

  /** Organisation-wide or for at least one object: enough to show a page that lists what is open. */
  allowsSomewhere(permission: string): boolean {
    return this.#targets.has(permission);
  }

  list(): GrantRow[] {
    return [...this.#targets].flatMap(([permission_type, targets]): GrantRow[] =>
      targets === true
        ? [{ permission_type, target_id: null }]
        : [...targets].map((target_id) => ({ permission_type, target_id })),
    );
  }
}

export interface GrantRow {
  readonly permission_type: string;
  readonly target_id: string | null;
}

/** Through the user's groups and the group of all members; none for somebody who left the organisation. */
export async function loadGrants(queries: Queries, userId: string, orgId: string): Promise<Grants> {
  const rows = await queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
    .innerJoin('user_orgs', (join) =>
      join.onRef('user_orgs.org_id', '=', 'groups.org_id').on('user_orgs.user_id', '=', userId),
    )
    .leftJoin('user_groups', (join) =>
      join.onRef('user_groups.group_id', '=', 'groups.id').on('user_groups.user_id', '=', userId),
    )
    .select(['group_permissions.permission_type', 'group_permissions.target_id'])
    .where('groups.org_id', '=', orgId)
    .where(sql<SqlBool>`(user_groups.user_id is not null or groups.system_key = 'all_members')`)
    .execute();
  return new Grants(rows);
}
