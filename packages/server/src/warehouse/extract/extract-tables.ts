import type { Queries } from '../../database/index.ts';
import type { Column } from '../load/load-order.ts';

export type ExtractRow = Readonly<Record<string, unknown>>;

/** One table of the extract: its columns, in order, and where the organisation's rows come from. */
export interface ExtractTable {
  readonly table: string;
  readonly columns: readonly Column[];
  read(queries: Queries, orgId: string): AsyncIterable<ExtractRow[]>;
}

const text = 'varchar';
const time = 'timestamp';

/** What the platform's workspace may know of the platform. Hashes, tokens, addresses and details of events stay out. */
export const extractTables: readonly ExtractTable[] = [
  define('orgs', { id: text, slug: text, name: text, created_at: time }, (queries, orgId) =>
    queries.selectFrom('orgs').select(['id', 'slug', 'name', 'created_at']).where('id', '=', orgId).execute(),
  ),
  define(
    'users',
    { id: text, email: text, display_name: text, created_at: time, last_sign_in_at: time, active: 'boolean' },
    (queries, orgId) =>
      queries
        .selectFrom('users')
        .innerJoin('user_orgs', 'user_orgs.user_id', 'users.id')
        .select(['id', 'email', 'display_name', 'users.created_at', 'last_sign_in_at', 'active'])
        .where('user_orgs.org_id', '=', orgId)
        .execute(),
  ),
  define('groups', { id: text, name: text, owner: text, created_at: time }, (queries, orgId) =>
    queries
      .selectFrom('groups')
      .select(['id', 'name', 'owner', 'created_at'])
      .where('org_id', '=', orgId)
      .execute(),
  ),
  define('group_members', { group_id: text, user_id: text }, (queries, orgId) =>
    queries
      .selectFrom('user_groups')
      .innerJoin('groups', 'groups.id', 'user_groups.group_id')
      // A group may still name somebody who left the organisation; his row is not in `users`.
      .innerJoin('user_orgs', (join) =>
        join
          .onRef('user_orgs.user_id', '=', 'user_groups.user_id')
          .onRef('user_orgs.org_id', '=', 'groups.org_id'),
      )
      .select(['user_groups.group_id', 'user_groups.user_id'])
      .where('groups.org_id', '=', orgId)
      .execute(),
  ),
  define('group_permissions', { group_id: text, permission_type: text, target_id: text }, (queries, orgId) =>
    queries
      .selectFrom('group_permissions')
      .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
      .select(['group_id', 'permission_type', 'target_id'])
      .where('groups.org_id', '=', orgId)
      .execute(),
  ),
  define(
    'plugins',
    { name: text, version: text, state: text, source: text, installed_at: time },
    selectPlugins,
  ),
  {
    table: 'audit_events',
    columns: toColumns({
      id: text,
      at: time,
      actor_id: text,
      action: text,
      plugin: text,
      target_type: text,
      target_id: text,
    }),
    read: readAuditEvents,
  },
];

function define(
  table: string,
  columns: Readonly<Record<string, string>>,
  select: (queries: Queries, orgId: string) => Promise<ExtractRow[]>,
): ExtractTable {
  return {
    table,
    columns: toColumns(columns),
    read: async function* (queries, orgId) {
      yield await select(queries, orgId);
    },
  };
}

function toColumns(columns: Readonly<Record<string, string>>): Column[] {
  return Object.entries(columns).map(([name, data_type]) => ({ name, data_type }));
}

async function selectPlugins(queries: Queries, orgId: string): Promise<ExtractRow[]> {
  const rows = await queries
    .selectFrom('plugins')
    .leftJoin('plugin_org_state', (join) =>
      join.onRef('plugin_org_state.plugin', '=', 'plugins.slug').on('plugin_org_state.org_id', '=', orgId),
    )
    .select(['slug as name', 'version', 'state', 'source', 'installed_at', 'enabled'])
    .execute();
  return rows.map(({ enabled, ...row }) => ({ ...row, state: enabled === false ? 'disabled' : row.state }));
}

const PAGE_ROWS = 5000;

/** The only table that grows without bound, so it is read in pages. */
async function* readAuditEvents(queries: Queries, orgId: string): AsyncGenerator<ExtractRow[]> {
  let after = '0';
  for (;;) {
    const page = await queries
      .selectFrom('audit_log')
      .select(['id', 'at', 'actor_id', 'action', 'plugin', 'target_type', 'target_id'])
      .where('org_id', '=', orgId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute();
    yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    after = last.id;
  }
}
