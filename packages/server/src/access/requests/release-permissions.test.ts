import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@honeyframe/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database/index.ts';
import { registerPermissions } from '../permission-catalogue.ts';
import { decideRequest } from './permission-requests.ts';
import { releasePermissions } from './release-permissions.ts';

let test: TestDatabase;
let database: Database;
let adminId: string;
let groupId: string;
beforeEach(async () => {
  test = await createTestDatabase();
  database = await openDatabase({ url: test.url, secretKey: randomBytes(32) });
  const { queries } = database;
  const user = { email: 'a@example.org', password_hash: 'x' };
  adminId = (await queries.insertInto('users').values(user).returning('id').executeTakeFirstOrThrow()).id;
  const org = { slug: 'main', name: 'Main' };
  const { id: org_id } = await queries
    .insertInto('orgs')
    .values(org)
    .returning('id')
    .executeTakeFirstOrThrow();
  const group = { org_id, name: 'readers' };
  groupId = (await queries.insertInto('groups').values(group).returning('id').executeTakeFirstOrThrow()).id;
});
afterEach(async () => {
  await database.close();
  await test.drop();
});

const declare = (owner: string, ...names: string[]) =>
  registerPermissions(
    database.queries,
    owner,
    names.map((name) => ({ name, description: '' })),
  );
const decide = (plugin: string, permission: string, state: 'approved' | 'refused') =>
  decideRequest(database.queries, { plugin, permission, state, actorId: adminId });
const grant = (permission_type: string) =>
  database.queries
    .insertInto('group_permissions')
    .values({ group_id: groupId, permission_type, origin: 'admin' })
    .execute();
const release = (owner: string) =>
  database.queries.transaction().execute((trx) => releasePermissions(trx, owner));

async function readCatalogue() {
  const { queries } = database;
  const permissions = await queries
    .selectFrom('permissions')
    .select(['name', 'owner'])
    .orderBy('name')
    .execute();
  const requests = await queries
    .selectFrom('permission_requests')
    .select(['permission', 'plugin', 'state'])
    .orderBy('permission')
    .orderBy('plugin')
    .execute();
  const grants = await queries.selectFrom('group_permissions').select('permission_type').execute();
  return {
    permissions: permissions.map(({ name, owner }) => `${name} ${owner}`),
    requests: requests.map(({ permission, plugin, state }) => `${permission} ${plugin} ${state}`),
    grants: grants.map((row) => row.permission_type).sort(),
  };
}

it('removes what only this owner declared, with its grants', async () => {
  await declare('clinic', 'patient.read', 'patient.edit');
  await declare('shop', 'order.read');
  await grant('patient.read');
  await grant('order.read');
  expect(await release('clinic')).toEqual({
    removed: ['patient.edit', 'patient.read'],
    handed_over: [],
    taken_up: [],
  });
  expect(await readCatalogue()).toEqual({
    permissions: ['order.read shop'],
    requests: [],
    grants: ['order.read'],
  });
});

it('hands a shared name over with its grants to whoever shared it first', async () => {
  await declare('clinic', 'patient.read');
  for (const plugin of ['billing', 'research']) {
    await declare(plugin, 'patient.read');
    await decide(plugin, 'patient.read', 'approved');
  }
  await grant('patient.read');
  const { handed_over, removed } = await release('clinic');
  expect(handed_over).toEqual([{ permission: 'patient.read', to: 'billing' }]);
  expect(removed).toEqual([]);
  expect(await readCatalogue()).toEqual({
    permissions: ['patient.read billing'],
    requests: ['patient.read research approved'],
    grants: ['patient.read'],
  });
});

it('gives a name to whoever waited for it, without the grants that were made for another plugin', async () => {
  await declare('clinic', 'patient.read');
  await declare('billing', 'patient.read');
  await declare('research', 'patient.read');
  await decide('billing', 'patient.read', 'refused');
  await grant('patient.read');
  expect((await release('clinic')).taken_up).toEqual([{ permission: 'patient.read', to: 'research' }]);
  expect(await readCatalogue()).toEqual({
    permissions: ['patient.read research'],
    requests: ['patient.read billing refused'],
    grants: [],
  });
});

it('forgets the requests of a plugin that leaves, and leaves the name to its owner', async () => {
  await declare('clinic', 'patient.read');
  await declare('billing', 'patient.read', 'invoice.read');
  await decide('billing', 'patient.read', 'approved');
  expect((await release('billing')).removed).toEqual(['invoice.read']);
  expect(await readCatalogue()).toEqual({ permissions: ['patient.read clinic'], requests: [], grants: [] });
  expect(await declare('billing', 'patient.read')).toEqual({ active: [], pending: ['patient.read'] });
});
