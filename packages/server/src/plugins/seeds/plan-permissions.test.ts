import { permissionChangeSchema } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { registerPermissions } from '../../access/index.ts';
import { planPermissions } from './index.ts';
import { addPlugin, openTwoOrgs, version } from './seeds.fixture.ts';

const named = (...names: string[]) => names.map((name) => ({ name, description: '' }));

it('lists names that come, go, and belong to somebody else, with who holds them', async () => {
  const orgs = await openTwoOrgs();
  const { queries } = orgs;
  await addPlugin(queries, 'billing');
  await addPlugin(queries, 'lab');
  await orgs.seed(version('1.0.0', { nurses: ['visit.read', 'visit.edit', 'visit.bill', 'audit.read'] }));
  await registerPermissions(queries, 'billing', named('visit.bill', 'visit.edit', 'invoice.read'));
  await registerPermissions(queries, 'lab', named('visit.bill'));
  await queries
    .updateTable('permission_requests')
    .set({ state: 'approved' })
    .where('plugin', '=', 'billing')
    .where('permission', '=', 'visit.bill')
    .execute();
  const staff = await orgs.createGroup(orgs.south, 'staff');
  await orgs.grant(staff, 'visit.edit', 'room-1');
  await orgs.grant(staff, 'visit.edit', 'room-2');
  await orgs.createPerson('ada@example.org', orgs.south, [staff]);

  const next = version('2.0.0', {}, ['visit.read', 'visit.close', 'invoice.read']);
  const { changes, pending } = await planPermissions(queries, 'clinic', next);
  for (const change of changes) permissionChangeSchema.parse(change);
  const none = { description: '', state: null, wanted_by: [] };
  const nurses = (org: string) =>
    expect.objectContaining({ org, group: 'nurses', scoped: false, members: 0 });
  expect(changes).toEqual([
    {
      permission: 'invoice.read',
      description: '',
      kind: 'requested',
      owner: 'billing',
      state: 'pending',
      wanted_by: [],
      holders: [],
    },
    { permission: 'visit.close', kind: 'added', owner: 'clinic', ...none, holders: [] },
    {
      permission: 'audit.read',
      description: 'Read the audit log.',
      kind: 'withdrawn',
      owner: 'platform',
      state: 'pending',
      wanted_by: [],
      holders: [],
    },
    {
      permission: 'visit.bill',
      description: '',
      kind: 'handed_over',
      owner: 'billing',
      state: null,
      wanted_by: ['billing', 'lab'],
      holders: [nurses('north'), nurses('south')],
    },
    {
      permission: 'visit.edit',
      description: '',
      kind: 'removed',
      owner: 'clinic',
      state: null,
      wanted_by: ['billing'],
      holders: [
        nurses('north'),
        nurses('south'),
        { org_id: orgs.south, org: 'south', group_id: staff, group: 'staff', scoped: true, members: 1 },
      ],
    },
  ]);
  expect(pending).toEqual(new Set(['invoice.read']));
});

it('keeps grants of a permission that another plugin shares when its owner goes', async () => {
  const orgs = await openTwoOrgs();
  await addPlugin(orgs.queries, 'billing');
  await orgs.seed(version('1.0.0', { nurses: ['visit.read', 'visit.edit'] }));
  await registerPermissions(orgs.queries, 'billing', named('visit.read'));
  await orgs.queries.updateTable('permission_requests').set({ state: 'approved' }).execute();
  const staff = await orgs.createGroup(orgs.north, 'staff');
  await orgs.grant(staff, 'visit.read');
  await orgs.grant(staff, 'visit.edit');
  await orgs.upgrade(null);
  expect(await orgs.grants(orgs.north)).toEqual({ staff: ['admin visit.read'] });
  const { changes } = await planPermissions(orgs.queries, 'clinic', null);
  expect(changes.map(({ permission, kind }) => `${kind} ${permission}`)).toEqual([
    'removed visit.edit',
    'handed_over visit.read',
  ]);
});
