import path from 'node:path';
import { startTestPlatform, writeFiles } from '@honeyframe/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { runSql } from '../life-cycle/uninstall/everything.fixture.ts';

/** What the plugins' code meets; the runtime is this process. */
const meeting = globalThis as { testMeeting?: { readonly others: Promise<void>; arrive(): void } };

const router = (permission: string) => `export const router = async (app) => {
  globalThis.testMeeting?.arrive();
  app.get('/', { config: { permission: '${permission}' } }, async () => ({ ok: true }));
};`;
const describePlugin = (slug: string, permissions: readonly string[], more = '') => ({
  'plugin.yaml': `name: ${slug}
version: 1.0.0
routers: ["./backend/main.ts:router"]
permissions: [${permissions}]
seed_groups:
  - { name: ${slug}_staff, description: Who works there, permissions: [${permissions}] }
  - { name: ${slug}_guests, permissions: [${permissions[0]}] }
${more}`,
  'backend/main.ts': router(permissions[0] ?? ''),
});

const setting = 'settings: { type: object, properties: { url: { type: string } } }\n';
const plugins: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alpha: {
    ...describePlugin('alpha', ['alpha.read', 'alpha.edit'], setting),
    'backend/main.ts': `await globalThis.testMeeting?.others;\n${router('alpha.read')}`,
  },
  beta: describePlugin('beta', ['beta.read']),
  // The first to declare a permission owns it; this one has to ask.
  gamma: describePlugin('gamma', ['gamma.read', 'alpha.edit']),
  // A group of that name is there already.
  yankee: describePlugin('yankee', ['yankee.read'], '  - { name: Viewers, permissions: [yankee.read] }\n'),
  epsilon: {
    ...describePlugin('epsilon', ['epsilon.read'], 'migrations: migrations\n'),
    'migrations/0001.sql': 'create table notes (org_id uuid, text text);',
  },
  zeta: describePlugin('zeta', ['zeta.read']),
};

const questions = [
  "select slug, version, source, manifest->>'name' as name, state, active_generation from plugins order by slug",
  'select plugin, generation, version from plugin_generations order by 1',
  'select plugin, slug, enabled from plugin_org_state join orgs on orgs.id = org_id order by 1, 2',
  'select name, owner, description from permissions order by 1',
  'select plugin, permission, state from permission_requests order by 1, 2',
  'select slug, groups.name, owner, description from groups join orgs on orgs.id = org_id order by 1, 2',
  `select slug, groups.name, permission_type, target_id, origin from group_permissions
    join groups on groups.id = group_id join orgs on orgs.id = org_id order by 1, 2, 3`,
  `select plugin, slug, seed_key, groups.name, permissions, version from plugin_seeded_groups
    left join groups on groups.id = group_id join orgs on orgs.id = plugin_seeded_groups.org_id order by 1, 2, 3`,
  `select plugin, kind, regexp_replace(plugin_ledger.name, '^hf_[0-9a-f]+', ''), slug from plugin_ledger
    left join orgs on orgs.id = org_id order by 1, 2, 3, 4`,
  "select action, plugin, actor, org_id, details from audit_log where action like 'plugin.%' order by plugin",
];

/** Starts once for each of the groups, every time with its plugins more; what the database holds in the end. */
async function install(groups: readonly (readonly string[])[]) {
  const platform = await startTestPlatform({ env: { HONEYFRAME_PYTHON: '/none' } });
  onTestFinished(() => platform.stop());
  // A second organisation, so that everything is there twice.
  await runSql(platform.databaseUrl, "insert into orgs (slug, name) values ('second', 'Second')");
  for (const group of groups) {
    // One that runs would take them up by itself, one by one.
    await platform.restart(async () => {
      for (const slug of group)
        await writeFiles(path.join(platform.installDir, 'plugins', slug), plugins[slug] ?? {});
    });
  }
  const statuses = [];
  for (const slug of groups.flat()) statuses.push((await platform.admin.fetch(`/api/${slug}/`)).status);
  const tables = [];
  for (const question of questions) tables.push(await runSql(platform.databaseUrl, question));
  const transactions = await runSql(
    platform.databaseUrl,
    "select distinct xmin::text from plugin_generations where plugin in ('alpha', 'beta')",
  );
  return { statuses, tables, transactions: transactions.length };
}

it('writes for plugins that a start finds together what it writes for each alone', async () => {
  const slugs = Object.keys(plugins).sort();
  const alone = await install(slugs.map((slug) => [slug]));
  const { promise: others, resolve } = Promise.withResolvers<void>();
  let missing = slugs.length - 1;
  // The first is ready when all are.
  meeting.testMeeting = { others, arrive: () => void (--missing === 0 && resolve()) };
  const together = await install([slugs]);
  expect({ ...together, transactions: 2 }).toEqual(alone);
  expect(together.transactions).toBe(1);
  expect(new Set(together.statuses)).toEqual(new Set([200]));
}, 120_000);
