import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

// sun_path holds 108 bytes with the closing zero on Linux, 104 on macOS.
const MAX_SOCKET_PATH = 103;
const SOCKET_NAME = 'operator.sock';
/** In DATA_DIR/secrets: the path of the socket, for the command line. */
export const SOCKET_RECORD = 'operator-socket';

/** Listens where only the account that runs the platform can connect. @returns the disposer. */
export async function listenForOperator(server: Server, secretsFolder: string): Promise<() => Promise<void>> {
  const file = await chooseSocketPath(secretsFolder);
  await rm(file, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  await chmod(file, 0o600);
  await writeFile(path.join(secretsFolder, SOCKET_RECORD), `${file}\n`, { mode: 0o600 });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(file, { force: true });
  };
}

async function chooseSocketPath(secretsFolder: string): Promise<string> {
  const preferred = path.join(secretsFolder, SOCKET_NAME);
  if (Buffer.byteLength(preferred) <= MAX_SOCKET_PATH) return preferred;
  const name = createHash('sha256').update(secretsFolder).digest('hex').slice(0, 16);
  const folder = path.join(tmpdir(), `honeyframe-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return path.join(folder, SOCKET_NAME);
}
