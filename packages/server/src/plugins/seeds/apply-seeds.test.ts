import { describe, expect, it } from 'vitest';
import { openTwoOrgs, type TwoOrgs, version } from './seeds.fixture.ts';

const first = version('1.0.0', { nurses: ['visit.read', 'visit.edit'], guests: ['visit.read'] });
const second = version('2.0.0', { nurses: ['visit.read', 'visit.close'], carers: ['visit.close'] });

const dump = async ({ queries }: TwoOrgs) => [
  await queries.selectFrom('groups').selectAll().orderBy('id').execute(),
  await queries.selectFrom('group_permissions').selectAll().orderBy('id').execute(),
  await queries
    .selectFrom('plugin_seeded_groups')
    .selectAll()
    .orderBy('org_id')
    .orderBy('seed_key')
    .execute(),
  await queries.selectFrom('plugin_ledger').selectAll().orderBy('id').execute(),
];

const owned = async ({ queries }: TwoOrgs, orgId: string) => {
  const select = queries.selectFrom('plugin_ledger').select('name').where('kind', '=', 'group');
  return (await select.where('org_id', '=', orgId).orderBy('name').execute()).map(({ name }) => name);
};

describe('applying a plan', () => {
  it('does in each organisation what the plan says, and the ledger follows', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    await orgs.createPerson('gus@example.org', orgs.south, [await orgs.findGroup(orgs.south, 'guests')]);
    await orgs.grant(await orgs.findGroup(orgs.south, 'nurses'), 'audit.read', 'u1');
    await orgs.createGroup(orgs.south, 'Carers');
    await orgs.upgrade(second);
    expect(await orgs.grants(orgs.north)).toEqual({
      carers: ['seed visit.close'],
      nurses: ['seed visit.close', 'seed visit.read'],
    });
    expect(await orgs.grants(orgs.south)).toEqual({
      Carers: [],
      guests: ['seed visit.read'],
      nurses: ['admin audit.read u1', 'seed visit.close', 'seed visit.read'],
    });
    expect(await owned(orgs, orgs.north)).toEqual(['carers', 'nurses']);
    expect(await owned(orgs, orgs.south)).toEqual(['nurses']);
  });

  it('changes nothing the second time', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    await orgs.createPerson('gus@example.org', orgs.south, [await orgs.findGroup(orgs.south, 'guests')]);
    const plan = await orgs.upgrade(second);
    const once = await dump(orgs);
    await orgs.apply(plan);
    expect(await dump(orgs)).toEqual(once);
    await orgs.upgrade(second);
    expect(await dump(orgs)).toEqual(once);
  });

  it('installs a first version from a plan as it does without one', async () => {
    const [planned, seeded] = [await openTwoOrgs(), await openTwoOrgs()];
    await planned.upgrade(first);
    await seeded.seed(first);
    for (const org of ['north', 'south'] as const) {
      expect(await planned.grants(planned[org])).toEqual(await seeded.grants(seeded[org]));
      expect(await owned(planned, planned[org])).toEqual(['guests', 'nurses']);
      expect(await owned(seeded, seeded[org])).toEqual(['guests', 'nurses']);
    }
  });

  it('restores by a roll-back what the upgrade took, and gives back nothing that was revoked', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    await orgs.createPerson('gus@example.org', orgs.south, [await orgs.findGroup(orgs.south, 'guests')]);
    await orgs.revoke(await orgs.findGroup(orgs.south, 'nurses'), 'visit.edit');
    const before = await orgs.grants(orgs.south);
    await orgs.upgrade(second);
    await orgs.upgrade(first);
    expect(await orgs.grants(orgs.north)).toEqual({
      guests: ['seed visit.read'],
      nurses: ['seed visit.edit', 'seed visit.read'],
    });
    expect(await orgs.grants(orgs.south)).toEqual(before);
    const owners = await orgs.queries.selectFrom('groups').select('owner').distinct().execute();
    expect(owners).toEqual([{ owner: 'clinic' }]);
    expect(await owned(orgs, orgs.south)).toEqual(['guests', 'nurses']);
  });

  it('leaves of an uninstalled plugin what administrators granted of somebody else’s permissions', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    await orgs.grant(await orgs.findGroup(orgs.south, 'guests'), 'audit.read');
    await orgs.upgrade(null);
    expect(await orgs.grants(orgs.north)).toEqual({});
    expect(await orgs.grants(orgs.south)).toEqual({ guests: ['admin audit.read'] });
    expect(await orgs.queries.selectFrom('plugin_seeded_groups').selectAll().execute()).toEqual([]);
    expect(await owned(orgs, orgs.south)).toEqual([]);
  });
});

describe('a plan is outdated', () => {
  const outdated = { code: 'HF_PLUGIN_PLAN_OUTDATED' };
  const changes: Record<string, (orgs: TwoOrgs, nurses: string) => Promise<unknown>> = {
    'a seeded grant was revoked': (orgs, nurses) => orgs.revoke(nurses, 'visit.edit'),
    'somebody joined a group that it is about': (orgs, nurses) =>
      orgs.createPerson('ada@example.org', orgs.south, [nurses]),
    'a group was renamed': ({ queries }, nurses) =>
      queries.updateTable('groups').set({ name: 'Ward' }).where('id', '=', nurses).execute(),
    'a group was deleted': ({ queries }, nurses) =>
      queries.deleteFrom('groups').where('id', '=', nurses).execute(),
    'a name was taken': (orgs) => orgs.createGroup(orgs.south, 'CARERS'),
    'a permission that goes was granted to another group': async (orgs) =>
      orgs.grant(await orgs.createGroup(orgs.south, 'staff'), 'visit.edit'),
    'an organisation was made': ({ queries }) =>
      queries.insertInto('orgs').values({ slug: 'east', name: 'East' }).execute(),
    'an organisation is gone': ({ queries, south }) =>
      queries.deleteFrom('orgs').where('id', '=', south).execute(),
    'another version was seeded': (orgs) => orgs.seed(version('1.5.0', { interns: ['visit.read'] })),
  };

  it.each(Object.keys(changes))('when %s, and then nothing of it is kept', async (name) => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    const plan = await orgs.plan(second);
    await changes[name]?.(orgs, await orgs.findGroup(orgs.south, 'nurses'));
    const before = await dump(orgs);
    await expect(orgs.apply(plan)).rejects.toMatchObject(outdated);
    expect(await dump(orgs)).toEqual(before);
  });

  it('but not when groups change that it has nothing to do with', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    const plan = await orgs.plan(second);
    const staff = await orgs.createGroup(orgs.south, 'staff');
    await orgs.grant(staff, 'audit.read');
    await orgs.createPerson('ada@example.org', orgs.south, [staff]);
    await orgs.apply(plan);
    expect(await orgs.grants(orgs.south)).toMatchObject({ carers: ['seed visit.close'] });
  });

  it('when a group of a wanted name is made while it is applied', async () => {
    const orgs = await openTwoOrgs();
    await orgs.seed(first);
    const plan = await orgs.plan(second);
    const open = await orgs.queries.startTransaction().execute();
    await open.insertInto('groups').values({ org_id: orgs.north, name: 'carers' }).execute();
    const applying = orgs.apply(plan).catch((error: unknown) => error);
    await expect.poll(() => orgs.countWaiting()).toBe(1);
    await open.commit().execute();
    expect(await applying).toMatchObject(outdated);
  });
});

it('seeds a permission without a plan once it is approved', async () => {
  const orgs = await openTwoOrgs();
  const manifest = version('1.0.0', { heads: ['visit.read', 'audit.read'] });
  await orgs.seed(manifest);
  expect(await orgs.grants(orgs.north)).toEqual({ heads: ['seed visit.read'] });
  await orgs.queries.updateTable('permission_requests').set({ state: 'approved' }).execute();
  await orgs.seed(manifest);
  expect(await orgs.grants(orgs.south)).toEqual({ heads: ['seed audit.read', 'seed visit.read'] });
});
