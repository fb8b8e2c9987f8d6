import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** An authority that nobody knows, as organisations have for their own servers. */
export interface CertificateAuthority {
  /** Its root certificate, as PEM. */
  readonly certificate: string;
  /** For a server of this name. */
  sign(name: string): Promise<ServerCertificate>;
}

export async function hasOpenssl(): Promise<boolean> {
  return await execute('openssl', ['version']).then(
    () => true,
    () => false,
  );
}

/** Its files are gone when this is: every authority has the same name, and a key of its own. */
export async function createAuthority(): Promise<CertificateAuthority & AsyncDisposable> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-authority-'));
  const openssl = async (...args: string[]) => await execute('openssl', args, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  await openssl(
    ...['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Test authority'],
    ...['-keyout', 'root.key', '-out', 'root.pem'],
  );
  return {
    certificate: await read('root.pem'),
    sign: async (name) => {
      await writeFile(path.join(folder, 'names'), `subjectAltName=DNS:${name}\n`);
      await openssl('req', '-new', ...newKey, '-subj', `/CN=${name}`, '-keyout', 'key', '-out', 'request');
      await openssl(
        ...['x509', '-req', '-in', 'request', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial'],
        ...['-days', '2', '-extfile', 'names', '-out', 'certificate'],
      );
      return { certificate: await read('certificate'), key: await read('key') };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
