import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createAuthority, hasOpenssl } from '../../../../warehouse/postgres/certificate-authority.fixture.ts';
import { startTlsServer } from '../../../../warehouse/postgres/tls-server.fixture.ts';
import { buildTiny, openTestDbt, readRows, registerTiny } from '../../../dbt.fixture.ts';
import { admin } from './postgres-organisation.fixture.ts';

const python = promisify(execFile);
const connectAndAsk = `
import json, sys, psycopg2
cursor = psycopg2.connect(**json.loads(sys.argv[1])).cursor()
cursor.execute("select ssl::text from pg_stat_ssl where pid = pg_backend_pid()")
print(cursor.fetchone()[0])
`;

async function openOnTls() {
  await using authority = await createAuthority();
  const impostor = await createAuthority();
  onTestFinished(() => impostor[Symbol.asyncDispose]());
  const server = await startTlsServer(await authority.sign('localhost'));
  onTestFinished(() => server.stop());
  const host = server.host.replace('127.0.0.1', 'localhost');
  const opened = await openTestDbt({ bin: inject('pythonBin'), allowedHosts: [host] });
  const { url } = await server.createDatabase();
  const order = {
    url: url.replace('127.0.0.1', 'localhost').replace('=require', '=verify-full'),
    root_certificate: authority.certificate,
  };
  await opened.postgres.connections.set(opened.orgA, order, admin);
  return { ...opened, impostor };
}

// Certificates are made with the openssl program.
it.skipIf(!(await hasOpenssl()))(
  'builds and reads over TLS, with a server that the authority knows',
  async () => {
    const { dbt, warehouse, postgres, impostor, orgA } = await openOnTls();
    const isSecure = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';
    await registerTiny(dbt, { 'models/one.sql': `{{ config(materialized='table') }} ${isSecure}` });
    await dbt.start();
    expect((await buildTiny(dbt, orgA)).error).toBeNull();
    expect(
      await readRows(warehouse, orgA, `select one.ssl as dbt, (${isSecure}) as reader from tiny.one`),
    ).toEqual([{ dbt: true, reader: true }]);

    const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-tls-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const found = await postgres.warehouses.find(orgA);
    const connection = await found?.connectBuild({
      ...{ catalogue: 'tiny', application: 'test', statementSeconds: 10, folder },
    });
    const ask = async () =>
      (
        await python(path.join(inject('pythonBin'), 'python'), [
          '-c',
          connectAndAsk,
          JSON.stringify(connection),
        ])
      ).stdout;
    expect((await ask()).trim()).toBe('true');
    const file = path.join(folder, 'authorities.pem');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    // One root, and not those that everybody trusts.
    expect((await readFile(file, 'utf8')).match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    await writeFile(file, impostor.certificate);
    await expect(ask()).rejects.toThrow(/certificate verify failed/);
  },
);
