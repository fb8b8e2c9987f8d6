import { chown, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { choosePlace, type Place } from '../../database/embedded/choose-place.ts';
import { copyBinaries } from '../../database/embedded/copy-binaries.ts';
import { startEmbeddedPostgres } from '../../database/embedded/index.ts';
import { locateBinaries } from '../../database/embedded/locate-binaries.ts';
import { spawnPostmaster, stopPostmaster } from '../../database/embedded/postmaster.ts';
import type { ServerCertificate } from './certificate-authority.fixture.ts';
import {
  createServerFolder,
  openDatabases,
  quiet,
  type WarehouseServer,
} from './warehouse-server.fixture.ts';

/** A PostgreSQL server that speaks TLS with this certificate, on an address of this machine. */
export async function startTlsServer(identity: ServerCertificate): Promise<WarehouseServer> {
  await using folder = await createServerFolder();
  const made = await startEmbeddedPostgres({ dataDir: folder.path, log: quiet, durability: 'off' });
  await made.stop();
  const place = await choosePlace(folder.path);
  const binaries = await copyBinaries(await locateBinaries(), place.binariesFolder);
  const port = await findFreePort();
  const postmaster = await spawnPostmaster(place, binaries, await describeServer(place, identity, port));
  const { user, password } = made.connection;
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/postgres?sslmode=no-verify`;
  const databases = openDatabases(url, { port, sslmode: 'require' });
  const rest = folder.move();
  return {
    host: `127.0.0.1:${port}`,
    createDatabase: databases.create,
    stop: async () => {
      await databases.close();
      await stopPostmaster(place, postmaster);
      await rest[Symbol.asyncDispose]();
    },
  };
}

async function describeServer(place: Place, identity: ServerCertificate, port: number): Promise<string[]> {
  const [certificate, key] = [path.join(place.root, 'server.pem'), path.join(place.root, 'server.key')];
  await writeFile(certificate, identity.certificate, { mode: 0o644 });
  await writeFile(key, identity.key, { mode: 0o600 });
  if (place.account) await chown(key, place.account.uid, place.account.gid);
  const settings = {
    ...{ listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' },
    ...{ ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key },
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
