import { auditApi, pluginsApi, settingsApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SECRET = 'correct-horse-battery-staple';

const manifest = `name: weather
version: 0.1.0
routers: [./backend/router.ts:router]
permissions: [weather.read]
settings:
  type: object
  required: [api_url, api_key]
  properties:
    api_url: { type: string, format: uri, title: Address }
    api_key: { type: string, format: password, minLength: 8 }
    retries: { type: integer, minimum: 0, maximum: 9, default: 3 }
    cities: { type: array, items: { type: string }, default: [] }
    extra: { type: object, properties: { depth: { type: integer } } }
`;

// What a careless author writes: the whole of the settings in the log and in the answer.
const router = `import { defineSettings, type Router, z } from '@honeyframe/sdk/backend';
const settings = defineSettings(z.object({ api_url: z.url(), api_key: z.string(), retries: z.number() }));
export const router: Router = async (app) => {
  app.get('/all', { config: { permission: 'weather.read' } }, ({ ctx }) => {
    ctx.log.info({ settings: ctx.settings }, 'all of it');
    return { settings: ctx.settings, frozen: Object.isFrozen(ctx.settings) };
  });
  app.get('/key', { config: { permission: 'weather.read' } }, ({ ctx }) => {
    const { api_key, retries } = settings(ctx);
    return { length: api_key.length, retries };
  });
};
`;

const plain = `name: plain
version: 0.1.0
routers: [./backend/router.ts:router]
`;
const plainRouter = `import type { Router } from '@honeyframe/sdk/backend';
export const router: Router = async (app) => {
  app.get('/settings', { config: { permission: 'authenticated' } }, ({ ctx }) => ({ ...ctx.settings }));
};
`;

// What it nests is no JSON Schema; a form would not show it, so that the manifest's check only warns.
const broken = `name: broken
version: 0.1.0
routers: [./backend/router.ts:router]
settings:
  type: object
  properties:
    rules: { type: object, properties: { limit: { type: amount } } }
`;

let platform: TestPlatform;
let lines = '';
beforeAll(async () => {
  platform = await startTestPlatform({
    onLog: (line) => {
      lines += line;
    },
    plugins: [
      { slug: 'weather', files: { 'plugin.yaml': manifest, 'backend/router.ts': router } },
      { slug: 'plain', files: { 'plugin.yaml': plain, 'backend/router.ts': plainRouter } },
      { slug: 'broken', files: { 'plugin.yaml': broken, 'backend/router.ts': plainRouter } },
    ],
  });
});
afterAll(() => platform.stop());

const params = { slug: 'weather' };
const change = (values: Record<string, unknown>) =>
  platform.admin.client(settingsApi).change({ params, body: { values } });

/** As somebody at the database would, another platform on it for example. */
async function queryDatabase(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: platform.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('says what is missing before anything is set, to administrators and to callers of the plugin', async () => {
  const answer = await platform.admin.client(settingsApi).get({ params });
  expect(answer.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['api_url', 'text'],
    ['api_key', 'text'],
    ['retries', 'integer'],
    ['cities', 'list'],
  ]);
  expect(answer).toMatchObject({ values: {}, secrets: { api_key: 'unset' }, updated_at: null });
  expect(answer.problems).toEqual([
    { name: 'api_url', message: 'is required' },
    { name: 'api_key', message: 'is required' },
  ]);
  const response = await platform.admin.fetch('/api/weather/key');
  expect([response.status, await response.json()]).toEqual([
    503,
    expect.objectContaining({ code: 'HF_SETTINGS_INCOMPLETE', context: { details: 'api_url, api_key' } }),
  ]);
});

it('names every problem of what was sent, by setting, and saves nothing of it', async () => {
  const values = {
    api_url: 'nowhere',
    api_key: 'short',
    retries: 12,
    cities: 'Bern',
    colour: 'red',
    extra: { depth: 'x' },
  };
  const failure = await change(values).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    status: 400,
    code: 'HF_SETTINGS_INVALID',
    context: {
      problems: expect.arrayContaining([
        { name: 'api_url', message: 'must be an address such as https://example.org' },
        { name: 'api_key', message: 'must have at least 8 characters' },
        { name: 'retries', message: 'must be at most 9' },
        { name: 'cities', message: 'must be a list of texts' },
        { name: 'colour', message: 'is not a setting of this plugin' },
        { name: 'extra', message: 'must be integer' },
      ]),
    },
  });
  expect((await platform.admin.client(settingsApi).get({ params })).values).toEqual({});
  expect(await queryDatabase('select * from honeyframe.plugin_settings')).toEqual([]);
});

it('gives routers what was set from the next request on, with defaults', async () => {
  const saved = await change({ api_url: 'https://weather.example', api_key: SECRET, cities: ['Bern'] });
  expect(saved).toMatchObject({
    values: { api_url: 'https://weather.example', cities: ['Bern'] },
    secrets: { api_key: 'set' },
    problems: [],
    updated_by: 'admin@example.org',
  });
  const key = await platform.admin.fetch('/api/weather/key');
  expect(await key.json()).toEqual({ length: SECRET.length, retries: 3 });
  await change({ retries: 5 });
  const again = await platform.admin.fetch('/api/weather/key');
  expect(await again.json()).toEqual({ length: SECRET.length, retries: 5 });
});

it('keeps the secret out of answers and logs, even of a plugin that writes all of its settings', async () => {
  const all = await (await platform.admin.fetch('/api/weather/all')).text();
  expect(JSON.parse(all)).toMatchObject({ frozen: true, settings: { retries: 5, cities: ['Bern'] } });
  const described = await (await platform.admin.fetch('/api/plugins/weather/settings')).text();
  await change({ api_key: `${SECRET}\u0000`, retries: 99 }).catch(() => undefined);
  expect(lines).toContain('all of it');
  expect(`${all}${described}${lines}`).not.toContain(SECRET);
});

it('stores the secret sealed', async () => {
  const rows = await queryDatabase('select * from honeyframe.plugin_settings');
  expect(rows).toMatchObject([{ plugin: 'weather', secrets: { api_key: expect.stringMatching(/^v1\./) } }]);
  const everything = JSON.stringify(rows);
  expect(everything).not.toContain(SECRET);
  expect(everything).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 16));
});

it('records who changed what by name, without a value', async () => {
  await change({ retries: 5 });
  const { rows } = await platform.admin
    .client(auditApi)
    .list({ query: { action: 'plugin.settings_changed' } });
  expect(rows.map(({ actor, target_id, details }) => ({ actor, target_id, details })).reverse()).toEqual([
    {
      actor: 'admin@example.org',
      target_id: 'weather',
      details: { set: ['api_url', 'api_key', 'cities'], removed: [] },
    },
    { actor: 'admin@example.org', target_id: 'weather', details: { set: ['retries'], removed: [] } },
  ]);
});

it('takes back to the default what is set to null, and refuses that for what is required', async () => {
  const { values } = await change({ retries: null });
  expect(values).not.toHaveProperty('retries');
  expect(await (await platform.admin.fetch('/api/weather/key')).json()).toMatchObject({ retries: 3 });
  await expect(change({ api_key: null })).rejects.toMatchObject({
    context: { problems: [{ name: 'api_key', message: 'is required' }] },
  });
  expect((await platform.admin.client(settingsApi).get({ params })).secrets).toEqual({ api_key: 'set' });
});

it('hears of a change that another platform made in the same database', async () => {
  await platform.admin.fetch('/api/weather/key');
  await queryDatabase(`update honeyframe.plugin_settings set values = values || '{"retries": 7}'`);
  await expect
    .poll(async () => (await platform.admin.fetch('/api/weather/key')).json())
    .toMatchObject({ retries: 7 });
});

it('uses the default for a stored value that this version does not take, and says so to administrators', async () => {
  await queryDatabase(
    `update honeyframe.plugin_settings set values = values || '{"retries": "many", "old": 1}'`,
  );
  await expect
    .poll(async () => (await platform.admin.fetch('/api/weather/key')).json())
    .toMatchObject({ retries: 3 });
  const { problems, values } = await platform.admin.client(settingsApi).get({ params });
  expect(problems).toEqual([{ name: 'retries', message: 'must be a whole number' }]);
  expect(values).not.toHaveProperty('old');
  await change({ retries: 4 });
});

it('does not open a secret that was moved to another place, and asks for it again', async () => {
  const [before] = await queryDatabase('select secrets from honeyframe.plugin_settings');
  await queryDatabase(`update honeyframe.plugin_settings set org_id = org_id, secrets = jsonb_build_object(
    'api_key', left(secrets->>'api_key', -4) || 'AAAA')`);
  expect((await platform.admin.client(settingsApi).get({ params })).secrets).toEqual({
    api_key: 'unreadable',
  });
  await expect
    .poll(async () => (await platform.admin.fetch('/api/weather/key')).json())
    .toMatchObject({ code: 'HF_SETTINGS_INCOMPLETE', context: { details: 'api_key' } });
  await change({ api_key: SECRET });
  const [after] = await queryDatabase('select secrets from honeyframe.plugin_settings');
  expect(after).not.toEqual(before);
});

it('keeps organisations apart', async () => {
  const org = await (
    await platform.admin.fetch('/api/orgs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'second', name: 'Second' }),
    })
  ).json();
  const headers = { 'x-org-id': (org as { id: string }).id };
  const other = await platform.admin.fetch('/api/plugins/weather/settings', { headers });
  expect(await other.json()).toMatchObject({ values: {}, secrets: { api_key: 'unset' } });
  const key = await platform.admin.fetch('/api/weather/key', { headers });
  expect(await key.json()).toMatchObject({ code: 'HF_SETTINGS_INCOMPLETE' });
});

it('is for administrators of the organisation only', async () => {
  const member = await platform.createMember('viewer@example.org');
  for (const method of ['GET', 'PUT']) {
    const body = method === 'PUT' ? JSON.stringify({ values: { retries: 1 } }) : null;
    const headers = { 'content-type': 'application/json' };
    const response = await member.fetch('/api/plugins/weather/settings', { method, body, headers });
    expect([method, response.status]).toEqual([method, 403]);
  }
});

it.each(['plain', 'no-such-plugin'])('has no settings for %s', async (slug) => {
  await expect(platform.admin.client(settingsApi).get({ params: { slug } })).rejects.toMatchObject({
    status: 404,
    code: 'HF_SETTINGS_NONE',
  });
});

it('gives a plugin without settings an empty object', async () => {
  expect(await (await platform.admin.fetch('/api/plain/settings')).json()).toEqual({});
});

it('keeps a plugin from starting whose schema cannot be used, and says why', async () => {
  const { plugins } = await platform.admin.client(pluginsApi).list();
  const failed = plugins.find(({ name }) => name === 'broken');
  expect(failed).toMatchObject({ state: 'failed' });
  expect(failed?.errors.map(({ message }) => message).join()).toMatch(
    /settings of 'broken' are not a usable/,
  );
  const get = platform.admin.client(settingsApi).get({ params: { slug: 'broken' } });
  await expect(get).rejects.toMatchObject({ code: 'HF_SETTINGS_SCHEMA_UNUSABLE' });
});

it('survives a restart', async () => {
  await platform.restart();
  expect(await (await platform.admin.fetch('/api/weather/key')).json()).toEqual({
    length: SECRET.length,
    retries: 4,
  });
});
