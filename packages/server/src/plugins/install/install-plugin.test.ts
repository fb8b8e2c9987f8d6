import { rm } from 'node:fs/promises';
import path from 'node:path';
import { accessApi, type Group, pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, writeFiles } from '@honeyframe/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const manifest = (fields: Record<string, unknown>) =>
  JSON.stringify({ name: 'clinic', version: '1.0.0', ...fields });

const first = {
  permissions: ['visit.read', 'visit.edit'],
  seed_groups: [
    { name: 'nurses', permissions: ['visit.read', 'visit.edit'] },
    { name: 'guests', permissions: ['visit.read'] },
  ],
};

const router = `
  export const router = async (app) => {
    app.get('/visits', { config: { permission: 'visit.read' } }, async () => ({ ok: true }));
    app.get('/sql', { config: { permission: 'visit.read' } }, async (request) => request.ctx.db.query(request.query.text));
  };`;

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform({
    plugins: [{ slug: 'clinic', files: { 'plugin.yaml': manifest(first) } }],
  });
});
afterEach(() => platform.stop());

const folder = () => path.join(platform.installDir, 'plugins', 'clinic');

/** Changes the plugin's folder over a restart. */
async function change(files: Record<string, string>): Promise<void> {
  await platform.restart(() => writeFiles(folder(), files));
}

async function findGroup(name: string): Promise<Group | undefined> {
  const { groups } = await platform.admin.client(accessApi).listGroups();
  return groups.find((group) => group.name === name);
}

const permissionsOf = (group: Group | undefined) => group?.grants.map((grant) => grant.permission_type);

async function findPlugin(name = 'clinic') {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  return plugins.find((plugin) => plugin.name === name);
}

describe('a changed version', () => {
  it('adds new permissions and groups, and shows removed ones as pending', async () => {
    await change({
      'plugin.yaml': manifest({
        version: '1.1.0',
        permissions: ['visit.read', 'visit.close'],
        seed_groups: [
          { name: 'nurses', permissions: ['visit.read', 'visit.close'] },
          { name: 'doctors', permissions: ['visit.close'] },
        ],
      }),
    });
    expect(permissionsOf(await findGroup('nurses'))).toEqual(['visit.close', 'visit.edit', 'visit.read']);
    expect(permissionsOf(await findGroup('doctors'))).toEqual(['visit.close']);
    expect(permissionsOf(await findGroup('guests'))).toEqual(['visit.read']);
    expect((await findPlugin())?.pending_removals).toEqual([
      { kind: 'permission', name: 'visit.edit' },
      { kind: 'group', name: 'guests' },
    ]);
  });

  it('says in its own words what a permission allows, also when the words change', async () => {
    const describe = async () => {
      const { permission_types } = await platform.admin.client(accessApi).permissionTypes();
      return permission_types.find(({ name }) => name === 'visit.read')?.description;
    };
    for (const description of ['See visits.', 'See visits and who came.']) {
      const permissions = [{ name: 'visit.read', description }, 'visit.edit'];
      await change({ 'plugin.yaml': manifest({ ...first, version: '1.1.0', permissions }) });
      expect(await describe()).toBe(description);
      expect((await findPlugin())?.permissions[0]).toMatchObject({ name: 'visit.read', description });
    }
  });

  it('does not give back what an administrator took away', async () => {
    const groups = platform.admin.client(accessApi);
    const nurses = await findGroup('nurses');
    const guests = await findGroup('guests');
    await groups.revoke({ params: { id: nurses?.id ?? '' }, body: { permission_type: 'visit.edit' } });
    await groups.deleteGroup({ params: { id: guests?.id ?? '' } });
    await change({ 'plugin.yaml': manifest({ ...first, version: '1.1.0' }) });
    expect(permissionsOf(await findGroup('nurses'))).toEqual(['visit.read']);
    expect(await findGroup('guests')).toBeUndefined();
  });

  it('follows a group that an administrator renamed', async () => {
    const nurses = await findGroup('nurses');
    const groups = platform.admin.client(accessApi);
    await groups.updateGroup({ params: { id: nurses?.id ?? '' }, body: { name: 'Ward staff' } });
    const seed_groups = [{ name: 'nurses', permissions: ['visit.read', 'visit.edit', 'visit.close'] }];
    await change({
      'plugin.yaml': manifest({
        version: '1.1.0',
        permissions: [...first.permissions, 'visit.close'],
        seed_groups,
      }),
    });
    expect(permissionsOf(await findGroup('Ward staff'))).toContain('visit.close');
    expect(await findGroup('nurses')).toBeUndefined();
  });
});

describe('names that somebody else owns', () => {
  it('does not take over a group that exists already', async () => {
    await platform.admin.client(accessApi).createGroup({ body: { name: 'Doctors' } });
    await change({
      'plugin.yaml': manifest({
        ...first,
        version: '1.1.0',
        seed_groups: [{ name: 'doctors', permissions: ['visit.read'] }],
      }),
    });
    expect(await findGroup('Doctors')).toMatchObject({ owner: null, grants: [] });
    expect(await findGroup('doctors')).toBeUndefined();
  });

  it('lets a permission of the platform wait for approval and refuses its routes meanwhile', async () => {
    await change({
      'plugin.yaml': manifest({
        version: '1.1.0',
        routers: ['./r.ts:router'],
        permissions: [...first.permissions, 'org.admin'],
        seed_groups: [{ name: 'heads', permissions: ['org.admin', 'visit.read'] }],
      }),
      'r.ts': `export const router = async (app) => {
        app.get('/admin', { config: { permission: 'org.admin' } }, async () => ({}));
      };`,
    });
    expect(permissionsOf(await findGroup('heads'))).toEqual(['visit.read']);
    expect((await findPlugin())?.permissions).toContainEqual({
      name: 'org.admin',
      description: '',
      state: 'pending',
    });
    const response = await platform.admin.fetch('/api/clinic/admin');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'HF_ACCESS_PERMISSION_PENDING' });
  });
});

describe('a folder that vanished', () => {
  it('is missing: its routes are off, its groups and grants stay', async () => {
    await change({ 'plugin.yaml': manifest({ ...first, routers: ['./r.ts:router'] }), 'r.ts': router });
    expect((await platform.admin.fetch('/api/clinic/visits')).status).toBe(200);
    await platform.restart(() => rm(folder(), { recursive: true }));
    expect((await findPlugin())?.state).toBe('missing');
    expect(permissionsOf(await findGroup('nurses'))).toEqual(['visit.edit', 'visit.read']);
    const response = await platform.admin.fetch('/api/clinic/visits');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'HF_PLUGIN_MISSING' });
  });
});

describe('migrations', () => {
  const withMigrations = {
    ...first,
    version: '1.1.0',
    routers: ['./r.ts:router'],
    migrations: 'migrations/',
  };
  const notes = 'create table notes (org_id uuid not null, text text);';

  it('keep a plugin away from the tables of the platform and of other organisations', async () => {
    await change({
      'plugin.yaml': manifest(withMigrations),
      'r.ts': router,
      'migrations/0001-notes.sql': notes,
    });
    const run = async (text: string, headers = {}) => {
      const response = await platform.admin.fetch(`/api/clinic/sql?${new URLSearchParams({ text })}`, {
        headers,
      });
      return { status: response.status, body: await response.json() };
    };
    expect((await run("insert into notes (text) values ('first')")).status).toBe(200);
    expect((await run('select text from notes')).body).toEqual([{ text: 'first' }]);
    expect((await run('select password_hash from honeyframe.users')).status).toBe(500);
    expect((await run('drop table notes')).status).toBe(500);
    const org = await platform.admin.client(accessApi).createOrg({ body: { slug: 'other', name: 'Other' } });
    expect((await run('select text from notes', { 'x-org-id': org.id })).body).toEqual([]);
    const foreign = `insert into notes (org_id, text) values ('${platform.admin.session.org?.id}', 'smuggled')`;
    expect((await run(foreign, { 'x-org-id': org.id })).status).toBe(500);
  });

  it('keep nothing of one that fails, and leave the other plugins alone', async () => {
    await change({
      'plugin.yaml': manifest(withMigrations),
      'r.ts': router,
      'migrations/0001-notes.sql': notes,
      'migrations/0002-broken.sql': 'create table more (id int); select * from nowhere;',
    });
    // The version before runs on; why the new one does not is there to read.
    expect(await findPlugin()).toMatchObject({ state: 'active', errors: [{ code: 'HF_MIGRATION_FAILED' }] });
    await change({ 'migrations/0002-broken.sql': 'create table more (id int);' });
    expect(await findPlugin()).toMatchObject({ state: 'active', errors: [] });
  });

  it('are refused when an applied one was edited', async () => {
    await change({
      'plugin.yaml': manifest(withMigrations),
      'r.ts': router,
      'migrations/0001-notes.sql': notes,
    });
    await change({ 'migrations/0001-notes.sql': `${notes} -- edited` });
    expect(await findPlugin()).toMatchObject({ state: 'active', errors: [{ code: 'HF_MIGRATION_CHANGED' }] });
  });

  it('are refused when they end the transaction', async () => {
    await change({
      'plugin.yaml': manifest(withMigrations),
      'r.ts': router,
      'migrations/0001-notes.sql': `${notes} commit; create table outside (id int);`,
    });
    expect(await findPlugin()).toMatchObject({ state: 'active', errors: [{ code: 'HF_MIGRATION_FAILED' }] });
  });
});
