import { accessApi, auditApi, permissionsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const clinic = {
  slug: 'clinic',
  files: {
    'plugin.yaml': `name: clinic
version: 0.1.0
display_name: Clinic
routers: ["./r.ts:router"]
permissions: [patient.read, patient.edit, patient.export]
public_routes: [GET /open]
seed_groups: [{ name: clinicians, permissions: [patient.read] }]
`,
    'r.ts': `export const router = async (app) => {
      app.get('/patients', { config: { permission: 'patient.read' } }, async () => ({ ok: true }));
      app.get('/patients/:id', { config: { permission: 'patient.edit', target: 'params.id' } }, async () => ({ ok: true }));
      app.get('/members', { config: { permission: 'authenticated' } }, async () => ({ ok: true }));
      app.get('/open', { config: { permission: 'public' } }, async () => ({ ok: true }));
    };`,
  },
};

/** Comes after `clinic` by name, so the name is clinic's. */
const invoices = {
  slug: 'invoices',
  files: {
    'plugin.yaml': `name: invoices
version: 0.1.0
display_name: Invoices
routers: ["./r.ts:router"]
permissions: [patient.read, invoice.read]
seed_groups: [{ name: billers, permissions: [patient.read, invoice.read] }]
`,
    'r.ts': `export const router = async (app) => {
      app.get('/patients', { config: { permission: 'patient.read' } }, async () => ({ ok: true }));
      app.get('/invoices', { config: { permission: 'invoice.read' } }, async () => ({ ok: true }));
    };`,
  },
};

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ plugins: [clinic, invoices] });
});
afterAll(() => platform.stop());

const admin = () => ({
  access: platform.admin.client(accessApi),
  permissions: platform.admin.client(permissionsApi),
});
const asked = { plugin: 'invoices', permission: 'patient.read' };
const status = async (user: TestUser, path: string) => (await user.fetch(path)).status;
const findGroup = async (name: string) => {
  const group = (await admin().access.listGroups()).groups.find((each) => each.name === name);
  if (!group) throw new Error(`there is no group ${name}`);
  return group;
};

describe('a permission that two plugins declare', () => {
  it('belongs to the first; the second waits, with what approval would open', async () => {
    const { requests } = await admin().permissions.listRequests();
    expect(requests).toEqual([
      {
        permission: 'patient.read',
        plugin: 'invoices',
        owner: 'clinic',
        state: 'pending',
        requested_at: expect.any(String),
        decided_at: null,
        decided_by: null,
        routes: ['GET /api/invoices/patients'],
        groups: ['billers'],
      },
    ]);
    expect((await findGroup('billers')).grants.map((grant) => grant.permission_type)).toEqual([
      'invoice.read',
    ]);
    const reader = await platform.createMember('reader@example.org', ['clinicians']);
    expect(await status(reader, '/api/clinic/patients')).toBe(200);
    expect(await status(reader, '/api/invoices/patients')).toBe(403);
    expect(await status(platform.admin, '/api/invoices/patients')).toBe(403);
  });

  it('is shared from the answer to the approval on, and seeded', async () => {
    const biller = await platform.createMember('biller@example.org', ['billers']);
    expect(await status(biller, '/api/invoices/patients')).toBe(403);
    await admin().permissions.approveRequest({ body: asked });
    expect(await status(biller, '/api/invoices/patients')).toBe(200);
    expect(await status(biller, '/api/clinic/patients')).toBe(200);
    const [request] = (await admin().permissions.listRequests()).requests;
    expect(request).toMatchObject({ state: 'approved', decided_by: 'admin@example.org' });
  });

  it('is closed again with what was seeded by it when the approval is taken back', async () => {
    const biller = await platform.createMember('biller2@example.org', ['billers']);
    await admin().permissions.refuseRequest({ body: asked });
    expect(await status(biller, '/api/invoices/patients')).toBe(403);
    expect(await status(biller, '/api/clinic/patients')).toBe(403);
    expect(await status(biller, '/api/invoices/invoices')).toBe(200);
    await platform.restart();
    expect(await status(platform.admin, '/api/invoices/patients')).toBe(403);
    await admin().permissions.approveRequest({ body: asked });
    expect((await findGroup('billers')).grants.map((grant) => grant.permission_type)).toEqual([
      'invoice.read',
      'patient.read',
    ]);
  });

  it('is decided about by superadmins only, on record, and once', async () => {
    const orgAdmin = await platform.createMember('oa@example.org', ['Org Admins']);
    const refused = await orgAdmin.fetch('/api/access/requests');
    expect(refused.status).toBe(403);
    const unknown = admin().permissions.approveRequest({ body: { plugin: 'nobody', permission: 'a.b' } });
    await expect(unknown).rejects.toMatchObject({ status: 404 });
    await admin().permissions.approveRequest({ body: asked });
    const { rows } = await platform.admin.client(auditApi).list({ query: { target_id: 'patient.read' } });
    const decisions = rows.filter(({ action }) => action !== 'superadmin.entered');
    expect(decisions.map(({ action, plugin }) => `${action} ${plugin}`).reverse()).toEqual([
      'permission.approved invoices',
      'permission.refused invoices',
      'permission.approved invoices',
    ]);
  });
});

describe('the catalogue', () => {
  it('names owner, sharers, holders and what answers by each permission', async () => {
    const { permission_types } = await admin().access.permissionTypes();
    const read = permission_types.find(({ name }) => name === 'patient.read');
    expect(read).toMatchObject({
      owner: 'clinic',
      shared_with: ['invoices'],
      requested_by: [],
      groups: [
        { name: 'billers', scoped: false },
        { name: 'clinicians', scoped: false },
      ],
      people: 3,
      used_by_routes: ['GET /api/clinic/patients', 'GET /api/invoices/patients'],
    });
    const own = permission_types.find(({ name }) => name === 'audit.read');
    expect(own?.used_by_routes).toContain('GET /api/audit');
    expect(own?.owner).toBe('platform');
  });

  it('counts everybody of the organisation for a permission of all members', async () => {
    const { permission_types } = await admin().access.permissionTypes();
    const members = (await findGroup('All Members')).member_count;
    expect(members).toBeGreaterThan(3);
    expect(permission_types.find(({ name }) => name === 'dashboard.read')?.people).toBe(members);
  });
});

describe('the matrix', () => {
  it('has a column for each permission under its plugin, and a locked one for administration', async () => {
    const matrix = await admin().permissions.matrix();
    expect(matrix.plugins.map(({ slug, enabled }) => `${slug} ${enabled}`)).toEqual([
      'platform true',
      'clinic true',
      'invoices true',
    ]);
    const clinicColumns = matrix.columns.filter(({ plugin }) => plugin === 'clinic');
    expect(clinicColumns.map(({ permission, state }) => `${permission} ${state}`)).toEqual([
      'patient.edit active',
      'patient.export active',
      'patient.read active',
    ]);
    const admins = matrix.groups.find(({ system_key }) => system_key === 'org_admins');
    expect(admins?.locked).toEqual([{ permission_type: 'org.admin', reason: expect.any(String) }]);
    expect(matrix.groups.find(({ name }) => name === 'billers')?.granted).toEqual([
      'invoice.read',
      'patient.read',
    ]);
  });

  it('shows a request that waits as a column of the plugin that asks', async () => {
    await admin().permissions.refuseRequest({ body: asked });
    const matrix = await admin().permissions.matrix();
    expect(matrix.columns.filter(({ plugin }) => plugin === 'invoices')).toEqual([
      expect.objectContaining({ permission: 'invoice.read', state: 'active' }),
      expect.objectContaining({ permission: 'patient.read', state: 'pending' }),
    ]);
  });

  it('tells grants of single objects from those of the organisation', async () => {
    const { id } = await findGroup('clinicians');
    const body = { permission_type: 'patient.edit', target_id: 'p 1' };
    await admin().access.grant({ params: { id }, body });
    const row = (await admin().permissions.matrix()).groups.find((group) => group.id === id);
    expect(row?.granted).toEqual(['patient.read']);
    expect(row?.scoped).toEqual([body]);
  });

  it.each(['', ' x', 'a\u0000b', 'a\nb', 'x'.repeat(201)])(
    'refuses the malformed target %j',
    async (target_id) => {
      const { id } = await findGroup('clinicians');
      const grant = admin().access.grant({
        params: { id },
        body: { permission_type: 'patient.edit', target_id },
      });
      await expect(grant).rejects.toMatchObject({ status: 400 });
    },
  );

  it('keeps org.admin with Org Admins', async () => {
    const { id } = await findGroup('Org Admins');
    const revoke = admin().access.revoke({ params: { id }, body: { permission_type: 'org.admin' } });
    await expect(revoke).rejects.toMatchObject({ status: 409, code: 'HF_ACCESS_GROUP_PROTECTED' });
  });
});

describe('an explanation', () => {
  const explain = (user: TestUser, permission: string, target_id?: string) =>
    admin().permissions.explain({
      query: { user_id: user.session.user.id, permission, ...(target_id && { target_id }) },
    });

  it('names the groups that allow, since when, and who granted', async () => {
    const { id } = await admin().access.createGroup({ body: { name: 'auditors' } });
    await admin().access.grant({ params: { id }, body: { permission_type: 'patient.export' } });
    const member = await platform.createMember('auditor@example.org', ['auditors', 'clinicians']);
    expect(await explain(member, 'patient.export')).toMatchObject({
      allowed: true,
      reason: 'granted',
      owner: 'clinic',
      through: [{ group: 'auditors', target_id: null, origin: 'admin', granted_by: 'admin@example.org' }],
      plugins: [{ slug: 'clinic', relation: 'owner', allowed: true }],
      administrators: [],
    });
    expect((await explain(member, 'patient.read')).through).toMatchObject([
      { group: 'clinicians', origin: 'seed', granted_by: null },
    ]);
  });

  it('says what is missing, which groups would do and who can grant it', async () => {
    const member = await platform.createMember('nobody@example.org');
    const found = await explain(member, 'patient.read');
    expect(found).toMatchObject({ allowed: false, reason: 'missing', through: [] });
    expect(found.offered_by.map(({ group }) => group)).toEqual(['clinicians']);
    expect(found.administrators.join()).toContain('admin@example.org');
  });

  it('tells a grant of one object from another', async () => {
    const member = await platform.createMember('scoped@example.org', ['clinicians']);
    expect(await explain(member, 'patient.edit', 'p 1')).toMatchObject({ allowed: true, reason: 'granted' });
    expect(await explain(member, 'patient.edit', 'p 2')).toMatchObject({
      allowed: false,
      reason: 'other_targets',
      other_targets: ['p 1'],
    });
    expect(await status(member, '/api/clinic/patients/p%201')).toBe(200);
    expect(await status(member, '/api/clinic/patients/p%202')).toBe(403);
  });

  it('knows superadmins, and plugins for which the permission still waits', async () => {
    expect(await explain(platform.admin, 'patient.export')).toMatchObject({
      allowed: true,
      reason: 'superadmin',
    });
    const member = await platform.createMember('waits@example.org', ['clinicians']);
    expect((await explain(member, 'patient.read')).plugins).toEqual([
      { slug: 'clinic', display_name: 'Clinic', relation: 'owner', enabled: true, allowed: true },
      { slug: 'invoices', display_name: 'Invoices', relation: 'waits', enabled: true, allowed: false },
    ]);
  });

  it('is given to everybody about himself, and about others to administrators only', async () => {
    const member = await platform.createMember('curious@example.org');
    const mine = member.client(permissionsApi);
    const own = await mine.explain({
      query: { user_id: member.session.user.id, permission: 'dashboard.read' },
    });
    expect(own).toMatchObject({ allowed: true, through: [{ group: 'All Members', origin: 'system' }] });
    const other = mine.explain({
      query: { user_id: platform.admin.session.user.id, permission: 'dashboard.read' },
    });
    await expect(other).rejects.toMatchObject({ status: 403, code: 'HF_ACCESS_DENIED' });
    await expect(explain(member, 'no.such')).rejects.toMatchObject({ code: 'HF_ACCESS_UNKNOWN_PERMISSION' });
  });

  it('says what the gate does, for every person, plugin and object', async () => {
    const { id } = await findGroup('billers');
    const one = { permission_type: 'patient.edit', target_id: 'p 2' };
    await admin().access.grant({ params: { id }, body: one });
    const people = [
      platform.admin,
      await platform.createMember('gate1@example.org', ['clinicians', 'billers']),
      await platform.createMember('gate2@example.org', ['billers']),
      await platform.createMember('gate3@example.org'),
    ];
    const questions = [
      { slug: 'clinic', path: '/api/clinic/patients', permission: 'patient.read' },
      { slug: 'invoices', path: '/api/invoices/patients', permission: 'patient.read' },
      { slug: 'invoices', path: '/api/invoices/invoices', permission: 'invoice.read' },
      { slug: 'clinic', path: '/api/clinic/patients/p%201', permission: 'patient.edit', target: 'p 1' },
      { slug: 'clinic', path: '/api/clinic/patients/p%202', permission: 'patient.edit', target: 'p 2' },
    ];
    const compare = async () => {
      const answers: boolean[] = [];
      for (const person of people) {
        for (const { slug, path, permission, target } of questions) {
          const found = await explain(person, permission, target);
          const said = found.plugins.find((plugin) => plugin.slug === slug)?.allowed;
          expect(said, `${person.session.user.email} ${path}`).toBe((await status(person, path)) === 200);
          answers.push(said === true);
        }
      }
      return answers;
    };
    const waiting = await compare();
    await admin().permissions.approveRequest({ body: asked });
    const shared = await compare();
    await admin().permissions.refuseRequest({ body: asked });
    expect(await compare()).toEqual(waiting);
    expect(shared.filter(Boolean).length).toBeGreaterThan(waiting.filter(Boolean).length);
    await admin().access.revoke({ params: { id }, body: one });
  });

  it('knows nobody of another organisation', async () => {
    const org = await admin().access.createOrg({ body: { slug: 'other', name: 'Other' } });
    const member = await platform.createMember('inside@example.org');
    const response = await platform.admin.fetch(
      `/api/access/explain?user_id=${member.session.user.id}&permission=dashboard.read`,
      { headers: { 'x-org-id': org.id } },
    );
    expect(response.status).toBe(404);
  });
});

describe("a plugin's route report", () => {
  it('says who can call each route, and what is declared and not used', async () => {
    const report = await admin().permissions.routeReport({ params: { slug: 'clinic' } });
    const everybody = (await findGroup('All Members')).member_count;
    const clinicians = (await findGroup('clinicians')).member_count;
    expect(
      report.routes.map(({ path, permission, target, state, groups, people }) => ({
        path,
        permission,
        target,
        state,
        groups: groups.map(({ name }) => name),
        people,
      })),
    ).toEqual([
      {
        path: '/api/clinic/patients',
        permission: 'patient.read',
        target: null,
        state: 'active',
        groups: ['clinicians'],
        people: clinicians,
      },
      {
        path: '/api/clinic/patients/:id',
        permission: 'patient.edit',
        target: 'params.id',
        state: 'active',
        groups: ['clinicians'],
        people: clinicians,
      },
      {
        path: '/api/clinic/members',
        permission: 'authenticated',
        target: null,
        state: 'members',
        groups: [],
        people: everybody,
      },
      {
        path: '/api/clinic/open',
        permission: 'public',
        target: null,
        state: 'public',
        groups: [],
        people: everybody,
      },
    ]);
    expect(report).toMatchObject({ unused: ['patient.export'], dead: [], unheld: [] });
  });

  it('shows routes whose permission waits for approval, and is not there for unknown plugins', async () => {
    const report = await admin().permissions.routeReport({ params: { slug: 'invoices' } });
    expect(report.routes[0]).toMatchObject({ state: 'pending', groups: [], people: 0 });
    expect(report.dead).toEqual(['patient.read']);
    const unknown = admin().permissions.routeReport({ params: { slug: 'nothing' } });
    await expect(unknown).rejects.toMatchObject({ status: 404 });
  });
});

it('names who can grant, to every member', async () => {
  const member = await platform.createMember('asks@example.org');
  const { administrators } = await member.client(permissionsApi).administrators();
  expect(administrators.join()).toContain('admin@example.org');
});

it('gives nothing back that an administrator revoked before an approval was taken back', async () => {
  const grantsOf = async () =>
    (await findGroup('billers')).grants.map(({ permission_type }) => permission_type);
  await admin().permissions.approveRequest({ body: asked });
  expect(await grantsOf()).toEqual(['invoice.read', 'patient.read']);
  const { id } = await findGroup('billers');
  await admin().access.revoke({ params: { id }, body: { permission_type: 'patient.read' } });
  await admin().permissions.refuseRequest({ body: asked });
  await admin().permissions.approveRequest({ body: asked });
  expect(await grantsOf()).toEqual(['invoice.read']);
});
