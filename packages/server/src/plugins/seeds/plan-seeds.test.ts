import { accessChangeSchema, seedChangeSchema } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import type { SeedPlan } from './index.ts';
import { openTwoOrgs, version } from './seeds.fixture.ts';

const first = version('1.0.0', { nurses: ['visit.read', 'visit.edit'], guests: ['visit.read'] });

const changes = (plan: SeedPlan) =>
  plan.orgs.flatMap(({ changes }) =>
    changes.map(({ org, kind, group, permission }) => [org, kind, group, permission ?? []].flat().join(' ')),
  );
const access = (plan: SeedPlan) =>
  plan.orgs.flatMap(({ access }) =>
    access.map(({ email, change, permission, target_id, through }) => {
      return [email, change, permission, target_id ?? [], 'through', through].flat().join(' ');
    }),
  );

it('plans each organisation by what its administrators made of the groups, and writes nothing', async () => {
  const orgs = await openTwoOrgs();
  await orgs.seed(first);
  await orgs.revoke(await orgs.findGroup(orgs.north, 'nurses'), 'visit.edit');
  await orgs.createPerson('gus@example.org', orgs.south, [await orgs.findGroup(orgs.south, 'guests')]);
  const before = [await orgs.grants(orgs.north), await orgs.grants(orgs.south)];

  const plan = await orgs.plan(version('2.0.0', { nurses: ['visit.read', 'visit.edit', 'visit.close'] }));
  expect(changes(plan)).toEqual([
    'north group_removed guests',
    'north permission_removed guests visit.read',
    'north revocation_kept nurses visit.edit',
    'north permission_added nurses visit.close',
    'south group_released guests',
    'south permission_added nurses visit.close',
  ]);
  for (const org of plan.orgs) {
    for (const change of org.changes) expect(seedChangeSchema.parse(change).detail).toMatch(/^.*'.+'.*\.$/);
  }
  expect([await orgs.grants(orgs.north), await orgs.grants(orgs.south)]).toEqual(before);
});

it('lists people whose effective access changes, and nobody else', async () => {
  const orgs = await openTwoOrgs();
  await orgs.seed(version('1.0.0', { nurses: ['visit.read', 'visit.edit'] }));
  const nurses = await orgs.findGroup(orgs.north, 'nurses');
  const editors = await orgs.createGroup(orgs.north, 'editors');
  await orgs.grant(editors, 'visit.edit');
  const desk = await orgs.createGroup(orgs.north, 'desk');
  await orgs.grant(desk, 'visit.edit', 'room-1');
  await orgs.createPerson('ada@example.org', orgs.north, [nurses]);
  await orgs.createPerson('ben@example.org', orgs.north, [nurses, editors]);
  await orgs.createPerson('cyd@example.org', orgs.north, [nurses, desk]);
  await orgs.createPerson('root@example.org', orgs.north, [nurses], { is_superadmin: true });
  await orgs.createPerson('left@example.org', orgs.north, [nurses], { active: false });
  await orgs.createPerson('sue@example.org', orgs.south, [await orgs.findGroup(orgs.south, 'nurses')]);

  const next = version('2.0.0', { nurses: ['visit.read', 'visit.close'] }, [
    'visit.read',
    'visit.edit',
    'visit.close',
  ]);
  const plan = await orgs.plan(next);
  expect(access(plan)).toEqual([
    'ada@example.org gains visit.close through nurses',
    'ada@example.org loses visit.edit through nurses',
    'ben@example.org gains visit.close through nurses',
    'cyd@example.org gains visit.close through nurses',
    'cyd@example.org loses visit.edit through nurses',
    'sue@example.org gains visit.close through nurses',
    'sue@example.org loses visit.edit through nurses',
  ]);
  for (const change of plan.orgs.flatMap((org) => org.access)) accessChangeSchema.parse(change);
});

it('counts everybody of an organisation whose grant is for all members', async () => {
  const orgs = await openTwoOrgs();
  await orgs.seed(first);
  const everybody = { org_id: orgs.north, name: 'All Members', owner: 'system', system_key: 'all_members' };
  await orgs.queries.insertInto('groups').values(everybody).execute();
  await orgs.grant(await orgs.findGroup(orgs.north, 'All Members'), 'visit.edit', 'room-1');
  await orgs.createPerson('ada@example.org', orgs.north, []);

  const plan = await orgs.plan(null);
  expect(access(plan)).toEqual(['ada@example.org loses visit.edit room-1 through All Members']);
});

it('holds removals back in the additive mode, and says so', async () => {
  const orgs = await openTwoOrgs();
  await orgs.seed(first);
  const staff = await orgs.createGroup(orgs.south, 'staff');
  await orgs.grant(staff, 'visit.edit', 'room-1');
  const next = version('2.0.0', { nurses: ['visit.read', 'visit.close'] });
  const plan = await orgs.upgrade(next, { removals: 'hold' });
  expect(plan.orgs.map(({ held }) => held.map(({ kind, group }) => `${kind} ${group}`))).toEqual([
    ['group_removed guests', 'permission_removed guests', 'permission_removed nurses'],
    ['group_removed guests', 'permission_removed guests', 'permission_removed nurses', 'grant_lost staff'],
  ]);
  expect(await orgs.grants(orgs.south)).toEqual({
    guests: ['seed visit.read'],
    nurses: ['seed visit.close', 'seed visit.edit', 'seed visit.read'],
    staff: ['admin visit.edit room-1'],
  });
});
