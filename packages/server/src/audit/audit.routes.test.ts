import { type AuditEvent, accessApi, auditApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform, type TestUser } from '@honeyframe/testkit';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { narrow } from './narrow-events.ts';

let platform: TestPlatform;
let owner: Client;
beforeAll(async () => {
  platform = await startTestPlatform();
  owner = new Client({ connectionString: platform.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await platform.stop();
});

interface Row {
  readonly at?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly plugin?: string;
  readonly target?: string;
  readonly details?: object;
}

/** An organisation of its own for each test, with the events that it is about. */
async function createOrg(slug: string, rows: readonly Row[]) {
  const org = await platform.admin.client(accessApi).createOrg({ body: { slug, name: slug } });
  await owner.query('delete from honeyframe.audit_log where org_id = $1', [org.id]);
  for (const { at, actor = 'ada', action = 'note.written', plugin, target, details = {} } of rows) {
    await owner.query(
      `insert into honeyframe.audit_log (org_id, at, actor, action, plugin, target_type, target_id, details)
       values ($1, coalesce($2::timestamptz, now()), $3, $4, $5, $6, $7, $8)`,
      [org.id, at, actor, action, plugin, target && 'note', target, JSON.stringify(details)],
    );
  }
  return { id: org.id, ...inOrg(platform.admin, org.id) };
}

/** The audit log as somebody sees it in an organisation. */
function inOrg(user: TestUser, orgId: string) {
  const get = (path: string) => user.fetch(path, { headers: { 'x-org-id': orgId } });
  const list = async (query = '') => {
    const response = await get(`/api/audit?${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as { rows: AuditEvent[]; next_cursor: string | null };
  };
  return { get, list };
}

const targets = ({ rows }: { readonly rows: readonly AuditEvent[] }) => rows.map((row) => row.target_id);

describe('filters', () => {
  let counter = 0;
  it.each([
    ['q=ADA', ['a']],
    ['q=signed in', ['s']],
    ['q=user.signed', ['s']],
    ['q=100%25', ['100%']],
    ['q=%25', ['100%']],
    ['actor=bob', ['s', '100%']],
    ['action=note.written', ['100%', 'a']],
    ['group=sign_in', ['s']],
    ['group=plugin_events', ['100%', 'a']],
    ['plugin=healthcare', ['a']],
    ['target_type=note&target_id=a', ['a']],
    ['from=2026-01-02T00:00:00Z', ['s', '100%']],
    ['to=2026-01-02T00:00:00Z', ['a']],
    ['from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z', ['100%']],
    ['actor=bob&group=sign_in&q=nothing', []],
  ])('finds with %s', async (query, expected) => {
    const { list } = await createOrg(`filters-${counter++}`, [
      { at: '2026-01-01T00:00:00Z', actor: 'ada', plugin: 'healthcare', target: 'a' },
      { at: '2026-01-02T00:00:00Z', actor: 'bob', target: '100%' },
      { at: '2026-01-03T00:00:00Z', actor: 'bob', action: 'user.signed_in', target: 's' },
    ]);
    expect(targets(await list(query))).toEqual(expected);
  });

  it('offers what occurs, each once and in order', async () => {
    const { get } = await createOrg('facets', [
      { actor: 'bob', plugin: 'healthcare', target: 'x' },
      { actor: 'ada', plugin: 'finance' },
      { actor: 'ada', action: 'user.signed_in' },
    ]);
    expect(await (await get('/api/audit/facets')).json()).toEqual({
      actors: ['ada', 'bob'],
      actions: ['note.written', 'user.signed_in'],
      plugins: ['finance', 'healthcare'],
      target_types: ['note'],
    });
  });
});

describe('a search among many events', () => {
  it('reads those that can match, not all', async () => {
    const { id } = await createOrg('many', []);
    await owner.query(
      `insert into honeyframe.audit_log (org_id, actor, action, target_type, target_id)
       select $1, 'user' || n % 50 || '@example.org', 'patient.opened', 'patient', md5(n::text)
       from generate_series(1, 20000) n`,
      [id],
    );
    await owner.query('vacuum analyze honeyframe.audit_log');
    const wanted = narrow({ org_id: id, q: 'nothing' }, []);
    const compiler = new Kysely({ dialect: new PostgresDialect({ pool: async () => new Pool() }) });
    const { sql: text, parameters } = sql`explain select id from honeyframe.audit_log where ${wanted}
      order by at desc, id desc limit 50`.compile(compiler);
    const { rows } = await owner.query(text, [...parameters]);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('audit_log_by_text');
  });
});

describe('pages', () => {
  it('show every event once while others arrive', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({
      at: '2026-01-01T00:00:00Z',
      target: `${index}`,
    }));
    const { id, list } = await createOrg('pages', rows);
    const first = await list('limit=3');
    await owner.query(`insert into honeyframe.audit_log (org_id, actor, action) values ($1, 'x', 'y')`, [id]);
    const second = await list(`limit=3&cursor=${first.next_cursor}`);
    const third = await list(`limit=3&cursor=${second.next_cursor}`);
    expect([first, second, third].flatMap(targets)).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    expect(third.next_cursor).toBeNull();
  });
});

describe('an export', () => {
  it('holds every event that fits, however many pages, in UTC, and is recorded', async () => {
    const { id, get, list } = await createOrg('export', [{ target: 'not this', action: 'page.opened' }]);
    await owner.query(
      `insert into honeyframe.audit_log (org_id, actor, action, at)
       select $1, 'ada', 'note.written', '2026-01-01T12:00:00+02'::timestamptz + n * interval '1 s'
       from generate_series(1, 2500) n`,
      [id],
    );
    const response = await get('/api/audit/export?action=note.written');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(response.headers.get('content-disposition')).toMatch(
      /attachment; filename="activity-export-.*\.csv"/,
    );
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2501);
    expect(lines[0]).toBe('id,at,actor,actor_id,action,plugin,target_type,target_id,ip,request_id,details');
    expect(lines.at(-1)).toContain(',2026-01-01T10:00:01.000Z,ada,');
    expect((await list('action=audit.exported')).rows).toMatchObject([
      { actor: 'admin@example.org', details: { filters: { action: 'note.written' } } },
    ]);
  });

  it('keeps a spreadsheet from calculating what somebody typed', async () => {
    const { get } = await createOrg(
      'formulas',
      ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', 'a,"b"\nc'].map((actor) => ({ actor })),
    );
    const text = await (await get('/api/audit/export')).text();
    for (const cell of [`,'=1+1,`, `,'+1,`, `,'-1,`, `,'@SUM(A1),`, `,'\tx,`, `,"a,""b""\nc",`])
      expect(text).toContain(cell);
  });
});

describe('walls', () => {
  it('keep the events of one organisation from another, by every way in', async () => {
    const secret = { actor: 'mallory', action: 'secret.kept', plugin: 'hidden', target: 'theirs' };
    const theirs = await createOrg('theirs', [secret]);
    const event = (await theirs.list()).rows[0];
    const reader = await platform.createMember('auditor@example.org', ['Org Admins']);
    const orgs = await platform.admin.client(accessApi).listOrgs();
    const main = orgs.orgs.find(({ slug }) => slug === 'main')?.id ?? '';
    const own = inOrg(reader, main);

    expect((await inOrg(reader, theirs.id).get('/api/audit')).status).toBe(404);
    expect(targets(await own.list('target_id=theirs'))).toEqual([]);
    expect(targets(await own.list('q=mallory'))).toEqual([]);
    expect((await own.get(`/api/audit/events/${event?.id}`)).status).toBe(404);
    expect((await own.list(`cursor=${event?.id}`)).rows).toEqual([]);
    for (const path of ['/api/audit', '/api/audit/facets', '/api/audit/export'])
      expect(await (await own.get(path)).text()).not.toMatch(/mallory|secret\.kept|hidden|theirs/);
  });

  it('show events of no organisation to superadmins only', async () => {
    const signIn = platform.signIn('stranger@example.org', 'wrong');
    await expect(signIn).rejects.toMatchObject({ code: 'HF_AUTH_INVALID_CREDENTIALS' });
    const reader = await platform.createMember('reader@example.org', ['Org Admins']);
    for (const path of ['/api/audit', '/api/audit/facets', '/api/audit/export', '/api/audit/events/1'])
      expect((await reader.fetch(`${path}?scope=platform`)).status).toBe(403);
    const query = { scope: 'platform', q: 'stranger' } as const;
    const { rows } = await platform.admin.client(auditApi).list({ query });
    expect(rows).toMatchObject([{ action: 'user.sign_in_refused', actor_id: null }]);
    expect((await platform.admin.client(auditApi).list({ query: { q: 'stranger' } })).rows).toEqual([]);
  });

  it('refuse whoever lacks the permission', async () => {
    const viewer = await platform.createMember('viewer@example.org');
    for (const path of ['/api/audit', '/api/audit/facets', '/api/audit/export', '/api/audit/events/1'])
      expect((await viewer.fetch(path)).status).toBe(403);
  });
});
