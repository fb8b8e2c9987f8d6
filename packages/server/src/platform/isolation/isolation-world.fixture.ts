import {
  accessApi,
  auditApi,
  authApi,
  connectorsApi,
  createApiClient,
  dashboardsApi,
  dbtApi,
  lifeCycleApi,
  peopleApi,
  type RunState,
  settingsApi,
} from '@honeyframe/contract/api';
import { createMember, startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { createStubFrontend, isolationPlugins } from './isolation-plugins.fixture.ts';

/** What one organisation has that nobody else may see or change. */
export interface Treasure {
  readonly org: string;
  /** An id of each kind, by the word that names it in routes. */
  readonly ids: Readonly<Record<string, string>>;
  /** Texts that occur in its rows and files only. */
  readonly marks: readonly string[];
}

export interface World {
  readonly platform: TestPlatform;
  /** Everything that the log got. */
  readonly log: readonly string[];
  readonly acme: Treasure;
  readonly beta: Treasure;
  readonly users: Readonly<Record<string, TestUser>>;
  /** A personal access token of `dan`, and one of `off`, whose account is switched off. */
  readonly tokens: Readonly<Record<'dan' | 'off', string>>;
  stop(): Promise<void>;
}

/** The same person, for requests about another of the own organisations. */
export function actIn(user: TestUser, orgId: string): TestUser {
  const send: TestUser['fetch'] = (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-org-id', orgId);
    return user.fetch(path, { ...init, headers });
  };
  return { ...user, fetch: send, client: (table) => createApiClient(table, send) };
}

/** The groups of everybody in acme, by name. Who is not here is in none. */
export const groupsOf: Readonly<Record<string, readonly string[]>> = {
  ada: ['Org Admins'],
  dan: ['Designers'],
  ana: ['Analysts'],
  vic: ['Viewers'],
  nil: [],
  plu: ['clinic_users', 'clinical_viewer', 'finance_viewer', 'demo_users', 'closed_users', 'asks_users'],
  sco: ['one object'],
  off: ['Org Admins'],
  bob: ['Viewers'],
};
export const GRANTED_OBJECT = 'object-1';

/** Two organisations that both have a bit of everything, and the people in them. */
export async function openWorld(): Promise<World> {
  const log: string[] = [];
  const platform = await startTestPlatform({
    plugins: isolationPlugins,
    frontend: createStubFrontend,
    // No dbt: runs stay in the queue, so that nothing happens by itself while rows are compared.
    env: { HONEYFRAME_PYTHON: '/nonexistent/python' },
    onLog: (line) => log.push(line),
  });
  const { admin, url } = platform;
  await untilSampleIsLoaded(admin);
  const betaOrg = await admin.client(accessApi).createOrg({ body: { slug: 'beta', name: 'Beta Mark' } });
  const adminInBeta = actIn(admin, betaOrg.id);
  const bea = await createMember(adminInBeta, url, {
    email: 'bea@beta.example',
    groups: ['Org Admins', 'clinic_users'],
  });
  const users: Record<string, TestUser> = { bea };
  await createScopedGroup(admin);
  for (const [name, groups] of Object.entries(groupsOf)) {
    users[name] = await createMember(admin, url, { email: `${name}@acme.example`, groups });
  }
  const bob = users.bob as TestUser;
  await adminInBeta.client(peopleApi).createUser({ body: { email: bob.session.user.email } });
  await adminInBeta
    .client(peopleApi)
    .setSeat({ params: { id: bob.session.user.id }, body: { seat: 'admin' } });
  users.eve = await createNewcomer(platform);
  // From now on the superadmin is a stranger in beta.
  await adminInBeta.client(peopleApi).leaveOrg();

  const acme = await fill('acme', admin, users.ada as TestUser);
  const beta = await fill('beta', bea, bea);
  for (const user of [admin, bea]) {
    await user.client(lifeCycleApi).apply({ body: { step: 'disable', plugin: 'closed' } });
  }
  const tokens = { dan: await createToken(users.dan), off: await createToken(users.off) };
  const offId = users.off?.session.user.id ?? '';
  await admin.client(peopleApi).deactivateUser({ params: { id: offId } });
  return { platform, log, acme, beta, users, tokens, stop: () => platform.stop() };
}

async function untilSampleIsLoaded(admin: TestUser): Promise<void> {
  const read = async () =>
    (await admin.fetch('/api/dbt/runs')).json() as Promise<{
      rows: { workspace: string; state: RunState }[];
    }>;
  const limit = Date.now() + 45_000;
  while (!(await read()).rows.some(({ workspace }) => workspace === 'finance')) {
    if (Date.now() > limit) throw new Error('the sample data was not loaded in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function createScopedGroup(admin: TestUser): Promise<void> {
  const access = admin.client(accessApi);
  const { id } = await access.createGroup({ body: { name: 'one object' } });
  const body = { permission_type: 'clinic.read', target_id: GRANTED_OBJECT };
  await access.grant({ params: { id }, body });
}

/** Somebody who has not yet chosen a password. */
async function createNewcomer({ admin, signIn }: TestPlatform): Promise<TestUser> {
  const email = 'eve@acme.example';
  const { generated_password } = await admin.client(peopleApi).createUser({ body: { email } });
  return signIn(email, generated_password ?? '');
}

async function createToken(user: TestUser | undefined): Promise<string> {
  const made = await user?.client(authApi).createToken({ body: { name: 'script' } });
  return made?.secret ?? '';
}

/** A bit of everything; every text of it holds the organisation's name and `mark`. */
async function fill(name: string, admin: TestUser, owner: TestUser): Promise<Treasure> {
  const mark = (what: string) => `${name}-mark-${what}`;
  const access = admin.client(accessApi);
  const group = await access.createGroup({ body: { name: mark('group'), description: mark('description') } });
  const grant = { permission_type: 'clinic.read', target_id: mark('object') };
  await access.grant({ params: { id: group.id }, body: grant });
  const seat = 'viewer' as const;
  const { invitation, link } = await admin
    .client(peopleApi)
    .invite({ body: { email: `${mark('guest')}@example.org`, seat } });
  const values = { greeting: mark('greeting'), api_key: mark('key') };
  await admin.client(settingsApi).change({ params: { slug: 'clinic' }, body: { values } });
  await sendJson(admin, '/api/clinic/notes', { text: mark('note') });
  const { upload_id, run } = await importItems(owner, mark('row'));
  const { token } = await owner.client(authApi).createToken({ body: { name: mark('token') } });
  const dashboard = await admin.client(dashboardsApi).home();
  const { rows } = await owner.client(auditApi).list({ query: {} });
  const org = owner.session.org?.id ?? '';
  const user = owner.session.user.id;
  const ids = {
    org,
    user,
    group: group.id,
    invitation: invitation.id,
    token: token.id,
    dashboard: dashboard.id,
    run,
    upload: upload_id,
  };
  const secrets = [link.split('/').at(-1) ?? mark('link'), owner.session.user.email];
  return {
    org,
    // Too short a number to be looked for in answers.
    ids: { ...ids, event: rows[0]?.id ?? '' },
    marks: [...Object.values(ids), ...secrets, `${name}-mark-`, ...(name === 'beta' ? ['Beta Mark'] : [])],
  };
}

/** Imports rows, asks for a build, and leaves another upload open. */
async function importItems(owner: TestUser, text: string): Promise<{ upload_id: string; run: string }> {
  const connectors = owner.client(connectorsApi);
  const send = async () => {
    const { upload_id } = await connectors.createUpload();
    const sent = await owner.fetch(`/api/connectors/uploads/${upload_id}/items.csv`, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv' },
      body: `name\n${text}\n`,
    });
    if (!sent.ok) throw new Error(await sent.text());
    return upload_id;
  };
  const upload_id = await send();
  await connectors.importUpload({ body: { connector: 'csv', schema: 'isodata', upload_id, build: false } });
  const { id } = await owner.client(dbtApi).createRun({ body: { workspace: 'clinic' } });
  return { upload_id: await send(), run: id };
}

export async function sendJson(user: TestUser, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await user.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}
