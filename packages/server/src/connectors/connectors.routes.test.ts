import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { connectorsApi, type ImportResult } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { openTestConnectors, serveConnectors } from './connectors.fixture.ts';

async function openServed(...parameters: Parameters<typeof openTestConnectors>) {
  const connectors = await openTestConnectors(...parameters);
  const app = await serveConnectors(connectors);
  const createUpload = async () => {
    const created = await app.inject({ method: 'POST', url: '/api/connectors/uploads' });
    return created.json<{ upload_id: string }>().upload_id;
  };
  const put = (
    upload: string,
    file: string,
    payload: string | Buffer,
    headers: Record<string, string> = {},
  ) => app.inject({ method: 'PUT', url: `/api/connectors/uploads/${upload}/${file}`, payload, headers });
  const importUpload = (upload_id: string, body: object = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/connectors/imports',
      payload: { connector: 'csv', schema: 'synthea', upload_id, ...body },
    });
  return { ...connectors, app, createUpload, put, importUpload };
}

it('imports uploaded files, audits it and starts the builds', async () => {
  const { createUpload, put, importUpload, reader, auditLog, builds, orgA, dataDir } = await openServed();
  const upload = await createUpload();
  const content = 'Id,BIRTHDATE,ZIP\na,2020-01-02,02155\nb,not a date,1\n';
  expect((await put(upload, 'patients.csv', content)).json()).toEqual({ bytes: Buffer.byteLength(content) });
  const answer = await importUpload(upload);
  expect(answer.statusCode).toBe(200);
  const result = connectorsApi.importUpload.output.parse(answer.json());
  expect(result).toMatchObject({
    connector: 'csv',
    schema: 'synthea',
    run_ids: ['11111111-1111-4111-8111-111111111111'],
    tables: [
      {
        table: 'patients',
        file: 'patients.csv',
        rows: 1,
        rejected: 1,
        rejects: [{ line: 3, column: 'BIRTHDATE', reason: "'not a date' is not of type DATE" }],
      },
      { table: 'claims', file: null, rows: 0, rejected: 0, rejects: [] },
    ],
  });
  expect(await reader.query('select ZIP from synthea.patients')).toEqual([{ ZIP: '02155' }]);
  expect(builds).toMatchObject([
    { orgId: orgA, schema: 'synthea', by: { actor: { name: 'ann@acme.example' } } },
  ]);
  const { rows } = await auditLog.list({ org_id: orgA, action: 'data.imported', limit: 10 });
  expect(rows).toMatchObject([{ actor: 'ann@acme.example', target_type: 'source', target_id: 'synthea' }]);
  expect(JSON.stringify(rows)).not.toContain('not a date');
  expect(await readdir(path.join(dataDir, 'uploads'))).toEqual([]);
});

it('lists connectors and the raw sources of the organisation', async () => {
  const { app, createUpload, put, importUpload } = await openServed();
  const list = async () => connectorsApi.list.output.parse((await app.inject('/api/connectors')).json());
  expect((await list()).sources).toEqual([
    { schema: 'synthea', declared_by: ['healthcare'], imported_at: null, tables: 0 },
  ]);
  const upload = await createUpload();
  await put(upload, 'other.csv', 'n\n1\n');
  const result = (await importUpload(upload, { schema: 'mine', build: false })).json<ImportResult>();
  expect(result.run_ids).toEqual([]);
  const listed = await list();
  expect(listed.connectors.map((connector) => connector.type)).toEqual(['csv']);
  expect(listed.sources).toContainEqual({
    schema: 'mine',
    declared_by: [],
    imported_at: result.imported_at,
    tables: 1,
  });
});

it('takes files of any content type, and larger than a JSON body may be', async () => {
  const { createUpload, put } = await openServed();
  const upload = await createUpload();
  const payload = `n\n${'1234567\n'.repeat(300_000)}`;
  for (const type of ['text/csv', 'application/json', 'application/octet-stream']) {
    const answer = await put(upload, 'large.csv', payload, { 'content-type': type });
    expect.soft(answer.json(), type).toEqual({ bytes: payload.length });
  }
});

it('keeps the current data and the upload when one file is bad', async () => {
  const { createUpload, put, importUpload, reader, files, orgA } = await openServed();
  const first = await createUpload();
  await put(first, 'patients.csv', 'Id,BIRTHDATE,ZIP\nold,,\n');
  await put(first, 'payers.csv', 'Id\np1\n');
  await importUpload(first);
  const second = await createUpload();
  await put(second, 'patients.csv', 'Id,BIRTHDATE,ZIP\nnew,,\n');
  await put(second, 'payers.csv', '');
  const refused = await importUpload(second);
  expect(refused.statusCode).toBe(400);
  expect(refused.json()).toMatchObject({ code: 'HF_CONNECTOR_FILE_EMPTY' });
  expect(await reader.query('select Id from synthea.patients')).toEqual([{ Id: 'old' }]);
  expect((await files.current(orgA, 'synthea'))?.version).toBe(1);
  await put(second, 'payers.csv', 'Id\np2\n');
  expect((await importUpload(second)).statusCode).toBe(200);
  expect(await reader.query('select p.Id, y.Id as payer from synthea.patients p, synthea.payers y')).toEqual([
    { Id: 'new', payer: 'p2' },
  ]);
});

it('keeps an upload to the one who opened it', async () => {
  const { app, createUpload } = await openServed();
  const upload = await createUpload();
  const url = `/api/connectors/uploads/${upload}`;
  const asBob = { 'x-user': 'bob' };
  const put = await app.inject({ method: 'PUT', url: `${url}/a.csv`, payload: 'n\n', headers: asBob });
  const deleted = await app.inject({ method: 'DELETE', url, headers: asBob });
  expect([put.statusCode, deleted.statusCode]).toEqual([404, 404]);
  expect((await app.inject({ method: 'DELETE', url })).statusCode).toBe(200);
  expect((await app.inject({ method: 'DELETE', url })).statusCode).toBe(404);
});

it('refuses file names that are no plain CSV names', async () => {
  const { createUpload, put } = await openServed();
  const upload = await createUpload();
  for (const name of ['..%2Fevil.csv', '%2Fetc%2Fx.csv', '.hidden.csv', 'x.exe', 'a%00.csv', '..%5Cx.csv']) {
    expect.soft((await put(upload, name, 'n\n')).statusCode, name).toBe(400);
  }
});

it('bounds what an upload may weigh and how many are open', async () => {
  const { app, createUpload, put } = await openServed({ uploadLimits: { bytes: 10, open: 2 } });
  const upload = await createUpload();
  expect((await put(upload, 'a.csv', '1234567')).statusCode).toBe(200);
  const refused = await put(upload, 'b.csv', '1234567');
  expect([refused.statusCode, refused.json().code]).toEqual([413, 'HF_CONNECTOR_UPLOAD_TOO_LARGE']);
  expect((await put(upload, 'b.csv', '123')).statusCode).toBe(200);
  await createUpload();
  expect((await app.inject({ method: 'POST', url: '/api/connectors/uploads' })).statusCode).toBe(429);
});

it('forgets an upload after its time', async () => {
  const { createUpload, put, dataDir } = await openServed({ uploadLimits: { lifetimeMs: 50 } });
  const upload = await createUpload();
  await expect.poll(() => readdir(path.join(dataDir, 'uploads'))).toEqual([]);
  expect((await put(upload, 'a.csv', 'n\n')).json()).toMatchObject({ code: 'HF_CONNECTOR_UPLOAD_UNKNOWN' });
});

it('refuses to import over what the platform builds itself', async () => {
  const { createUpload, put, importUpload } = await openServed();
  const upload = await createUpload();
  await put(upload, 'a.csv', 'n\n1\n');
  for (const schema of ['honeyframe', 'healthcare']) {
    const answer = await importUpload(upload, { schema });
    expect.soft(answer.json(), schema).toMatchObject({ code: 'HF_CONNECTOR_SCHEMA_RESERVED' });
  }
  const unknown = await importUpload(upload, { connector: 'ftp' });
  expect(unknown.json()).toMatchObject({ code: 'HF_CONNECTOR_UNKNOWN', hint: "Choose one of: 'csv'." });
});
