import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  auditApi,
  dashboardsApi,
  dbtApi,
  lifeCycleApi,
  peopleApi,
  pluginsApi,
  settingsApi,
} from '@honeyframe/contract/api';
import type { TestUser } from '@honeyframe/testkit';
import { createMember } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from './isolation/isolation-world.fixture.ts';

let world: World;
let ada: TestUser;
let bea: TestUser;
beforeAll(async () => {
  world = await openWorld();
  ada = world.users.ada as TestUser;
  bea = world.users.bea as TestUser;
  // Administrators of acme do not use plugins by that alone.
  const { groups } = (await (await ada.fetch('/api/groups')).json()) as {
    groups: { id: string; name: string }[];
  };
  const group = groups.find(({ name }) => name === 'clinic_users')?.id;
  await ada.fetch(`/api/groups/${group}/members/${ada.session.user.id}`, { method: 'PUT' });
}, 90_000);
afterAll(() => world?.stop());

const status = async (user: TestUser, address: string, method = 'GET') =>
  (await user.fetch(address, { method })).status;
const text = async (user: TestUser, address: string) => (await user.fetch(address)).text();

/** Each sees what is theirs, and nothing of the others. */
async function expectApart(
  read: (user: TestUser) => Promise<string>,
  own: (name: string) => string,
): Promise<void> {
  const [acme, beta] = [await read(ada), await read(bea)];
  expect(acme).toContain(own('acme'));
  expect(beta).toContain(own('beta'));
  for (const mark of world.beta.marks) expect(acme).not.toContain(mark);
  for (const mark of world.acme.marks) expect(beta).not.toContain(mark);
}

it('streams a run’s events to its own organisation only', async () => {
  const { run } = world.acme.ids;
  expect(await status(bea, `/api/dbt/runs/${run}/events`)).toBe(404);
  const stream = await ada.fetch(`/api/dbt/runs/${run}/events`);
  await bea.client(dbtApi).cancelRun({ params: { id: world.beta.ids.run ?? '' } });
  await ada.client(dbtApi).cancelRun({ params: { id: run ?? '' } });
  const events = await stream.text();
  expect(events).toContain('event: end');
  expect(events).not.toContain(world.beta.ids.run);
});

it('ends a stream of events when its reader may no longer have it', async () => {
  const reader = await createMember(world.platform.admin, world.platform.url, {
    email: 'reader@acme.example',
    groups: ['Analysts'],
  });
  const { id } = await ada.client(dbtApi).createRun({ body: { workspace: 'healthcare' } });
  const stream = await reader.fetch(`/api/dbt/runs/${id}/events`);
  expect(stream.status).toBe(200);
  await ada.client(peopleApi).deactivateUser({ params: { id: reader.session.user.id } });
  // It would go on until the run ends, which here is never: the end is that of the stream alone.
  expect(await stream.text()).toMatch(
    /event: end\ndata: \{"reason":"You may no longer follow this run\."\}\n\n$/,
  );
});

it('keeps runs and their logs apart', async () => {
  await expectApart(
    (user) => text(user, '/api/dbt/runs?page_size=200'),
    (name) => (name === 'acme' ? world.acme : world.beta).ids.run ?? '',
  );
  for (const part of ['', '/log', '/events'])
    expect(await status(ada, `/api/dbt/runs/${world.beta.ids.run}${part}`)).toBe(404);
  expect(await status(ada, `/api/dbt/runs/${world.beta.ids.run}/cancel`, 'POST')).toBe(404);
});

it('keeps audit events apart, in the log and in a plugin’s own trail', async () => {
  await expectApart(
    (user) => text(user, '/api/audit?page_size=200&limit=200'),
    (name) => `${name}-mark-note`,
  );
  await expectApart(
    (user) => text(user, '/api/clinic/trail'),
    (name) => `${name}-mark-note`,
  );
});

it('writes down for each organisation only whom of its own people a step concerns', async () => {
  const { admin, installDir } = world.platform;
  const folder = path.join(installDir, 'plugins', 'asks');
  const version = async () =>
    (await admin.client(pluginsApi).list()).plugins.find(({ name }) => name === 'asks')?.version;
  await writeFile(
    path.join(folder, 'plugin.yaml'),
    'name: asks\nversion: 0.2.0\nrouters: ["./r.ts:router"]\npermissions: [dbt.read, asks.read, asks.edit]\nseed_groups: [{ name: asks_users, permissions: [asks.read, asks.edit] }]\n',
  );
  await expect.poll(version, { timeout: 20_000 }).toBe('0.2.0');
  const steps = admin.client(lifeCycleApi);
  const running = (await admin.client(pluginsApi).list()).plugins.find(({ name }) => name === 'asks');
  const step = running?.update ? ('upgrade' as const) : ('roll_back' as const);
  const plan = await steps.plan({ body: { step, plugin: 'asks' } });
  // The plan itself is a superadmin's, and about all.
  expect(plan.seeds.map(({ org }) => org)).toContain('beta');
  await steps.apply({ body: { step, plugin: 'asks', plan_id: plan.id } });
  const { rows } = await ada.client(auditApi).list({ query: { action: `plugin.${step}` } });
  expect(rows[0]?.details.seeds).not.toEqual([]);
  expect(JSON.stringify(rows)).not.toContain(world.beta.org);
});

it('keeps what a plugin stores, exports and reads from the warehouse apart', async () => {
  await expectApart(
    (user) => text(user, '/api/clinic/notes'),
    (name) => `${name}-mark-note`,
  );
  await expectApart(
    (user) => text(user, '/api/clinic/notes.csv'),
    (name) => `${name}-mark-note`,
  );
  await expectApart(
    (user) => text(user, '/api/clinic/items'),
    (name) => `${name}-mark-row`,
  );
});

it('keeps settings apart, and shows a secret to the plugin of its organisation only', async () => {
  await expectApart(
    (user) => text(user, '/api/plugins/clinic/settings'),
    (name) => `${name}-mark-greeting`,
  );
  await expectApart(
    (user) => text(user, '/api/clinic/key'),
    (name) => `${name}-mark-key`,
  );
  const shown = await ada.client(settingsApi).get({ params: { slug: 'clinic' } });
  expect(JSON.stringify(shown)).not.toContain('acme-mark-key');
});

it('keeps an upload its owner’s', async () => {
  const address = `/api/connectors/uploads/${world.beta.ids.upload}`;
  const sent = await ada.fetch(`${address}/more.csv`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: 'a\n',
  });
  expect(sent.status).toBe(404);
  expect(await status(ada, address, 'DELETE')).toBe(404);
  // Bob administers beta too, and still it is not his.
  const asBob = { method: 'DELETE', headers: { 'x-org-id': world.beta.org } };
  expect((await (world.users.bob as TestUser).fetch(address, asBob)).status).toBe(404);
  expect(await status(bea, address, 'DELETE')).toBe(200);
});

it('keeps dashboards apart, with what is placed on them', async () => {
  const home = () => bea.client(dashboardsApi).home();
  const before = await home();
  const placements = before.placements.map(({ id }) => ({ id, layout: { x: 5, y: 5, w: 5, h: 5 } }));
  expect(placements).toHaveLength(1);
  const { arrange } = ada.client(dashboardsApi);
  // On the own dashboard the block of another one means nothing.
  const arranged = await arrange({ params: { id: world.acme.ids.dashboard ?? '' }, body: { placements } });
  expect(arranged.placements).toEqual([]);
  const foreign = arrange({ params: { id: world.beta.ids.dashboard ?? '' }, body: { placements } });
  await expect(foreign).rejects.toMatchObject({ status: 404 });
  expect(await home()).toEqual(before);
});

it('shows no page, entry or block of a plugin that is switched off', async () => {
  const plu = world.users.plu as TestUser;
  const [shell, home] = [await text(plu, '/api/shell'), await text(bea, '/api/dashboards/home')];
  expect(shell).toContain('Home of clinic');
  expect(home).toContain('Block of clinic');
  for (const shown of [shell, home]) {
    expect(shown).not.toContain('of closed');
    expect(shown).not.toContain('/plugins/closed');
  }
});

it('keeps invitations apart, and lets one in where it was written', async () => {
  await expectApart(
    (user) => text(user, '/api/invitations'),
    (name) => `${name}-mark-guest`,
  );
  expect(await status(ada, `/api/invitations/${world.beta.ids.invitation}/resend`, 'POST')).toBe(404);
  expect(await status(ada, `/api/invitations/${world.beta.ids.invitation}`, 'DELETE')).toBe(404);
  const { link } = await bea
    .client(peopleApi)
    .invite({ body: { email: 'new@beta.example', seat: 'viewer' } });
  const token = link.split('/').at(-1);
  const joined = await fetch(`${world.platform.url}/api/invitations/accept`, {
    method: 'POST',
    // The organisation of the link counts, whatever the request says.
    headers: { 'content-type': 'application/json', 'x-org-id': world.acme.org },
    body: JSON.stringify({ token, display_name: 'New', password: 'a quite long password' }),
  });
  const session = (await joined.json()) as { orgs: { slug: string }[] };
  expect(session.orgs.map(({ slug }) => slug)).toEqual(['beta']);
});

it('writes no secret of anybody into the platform’s log', () => {
  const secrets = ['acme-mark-key', 'beta-mark-key', world.tokens.dan, ada.cookie.split('=')[1] ?? ''];
  const lines = world.log.join('');
  expect(lines).toContain('"org":"beta"');
  for (const secret of secrets) expect(lines).not.toContain(secret);
});
