import { warehouseApi } from '@honeyframe/contract/api';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CertificateAuthority,
  createAuthority,
  hasOpenssl,
  type ServerCertificate,
} from '../certificate-authority.fixture.ts';
import { startTlsServer } from '../tls-server.fixture.ts';
import type { WarehouseDatabase, WarehouseServer } from '../warehouse-server.fixture.ts';

const closing = new AsyncDisposableStack();
let authority: CertificateAuthority;
/** Of the same name, with another key. */
let impostor: CertificateAuthority;
let identity: ServerCertificate;
let server: WarehouseServer;
let platform: TestPlatform;
let database: WarehouseDatabase;

// Certificates are made with the openssl program.
describe.skipIf(!(await hasOpenssl()))('a PostgreSQL with TLS', () => {
  beforeAll(async () => {
    [authority, impostor] = [closing.use(await createAuthority()), closing.use(await createAuthority())];
    identity = await authority.sign('localhost');
    server = await startTlsServer(identity);
    closing.defer(() => server.stop());
    const hosts = [server.host, server.host.replace('127.0.0.1', 'localhost')];
    platform = await startTestPlatform({ env: { HONEYFRAME_WAREHOUSE_HOSTS: hosts.join(',') } });
    closing.defer(() => platform.stop());
    database = await server.createDatabase();
  });
  afterAll(() => closing.disposeAsync());

  const client = () => platform.admin.client(warehouseApi);
  const urlOf = (host: string, sslmode: string) =>
    database.url.replace('127.0.0.1', host).replace('sslmode=require', `sslmode=${sslmode}`);
  const test = (host: string, sslmode: string, root_certificate: string | null = null) =>
    client().testConnection({ body: { url: urlOf(host, sslmode), root_certificate } });

  it.each([
    ['127.0.0.1', 'require', undefined],
    ['127.0.0.1', 'verify-ca', 'authority'],
    ['localhost', 'verify-ca', 'authority'],
    ['localhost', 'verify-full', 'authority'],
  ])('is taken as %s with sslmode=%s', async (host, sslmode, signer) => {
    const certificate = signer && authority.certificate;
    expect(await test(host, sslmode, certificate)).toMatchObject({ ok: true, problems: [] });
  });

  it.each([
    ['localhost', 'verify-full', undefined, 'root certificate'],
    ['localhost', 'verify-ca', undefined, 'root certificate'],
    ['localhost', 'verify-full', 'impostor', 'root certificate'],
    ['localhost', 'verify-ca', 'impostor', 'root certificate'],
    ['127.0.0.1', 'verify-full', 'authority', 'Name the server as its certificate does'],
  ])('is refused as %s with sslmode=%s and %s', async (host, sslmode, signer, hint) => {
    const certificate = signer && { authority, impostor }[signer]?.certificate;
    const { ok, problems } = await test(host, sslmode, certificate);
    expect(ok).toBe(false);
    expect(problems).toMatchObject([
      { message: expect.stringMatching(/certificate(?!.*Node)/i), hint: expect.stringContaining(hint) },
    ]);
    const body = { url: urlOf(host, sslmode), root_certificate: certificate ?? null };
    await expect(client().setConnection({ body })).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_CONNECTION_UNFIT',
      message: expect.stringMatching(/certificate/i),
    });
    expect(await client().getWarehouse()).toEqual({ kind: 'duckdb' });
  });

  it.each([
    ['verify-full', () => 'something'],
    ['verify-full', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['verify-full', () => `${authority.certificate}${identity.key}`],
    ['require', () => authority.certificate],
  ])('takes no root certificate that would not help (%#)', async (sslmode, certificate) => {
    await expect(test('localhost', sslmode, certificate())).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_CERTIFICATE',
    });
  });

  it('keeps the root certificate until another is named, and shows it', async () => {
    const url = urlOf('localhost', 'verify-full');
    const saved = await client().setConnection({
      body: { url, root_certificate: `of ours\n${authority.certificate}` },
    });
    expect(saved.root_certificate?.trim()).toBe(authority.certificate.trim());
    const again = { url: saved.url };
    expect(await client().testConnection({ body: again })).toMatchObject({ ok: true });
    expect(await client().testConnection({ body: {} })).toMatchObject({ ok: true });
    expect(await client().setConnection({ body: again })).toMatchObject({
      root_certificate: saved.root_certificate,
    });
    const without = { ...again, root_certificate: null };
    expect(await client().testConnection({ body: without })).toMatchObject({ ok: false });
    await client().removeConnection();
  });
});
