import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, chooseAccount } from './choose-account.ts';
import { runAs } from './run-as.ts';

/** Where the database lives and who runs it. */
export interface Place {
  readonly root: string;
  readonly dataFolder: string;
  readonly binariesFolder: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly account: Account | undefined;
  /** True when the account cannot reach DATA_DIR, so that backup and purge must look elsewhere too. */
  readonly outsideDataDir: boolean;
}

/** Where the database goes when its account cannot reach DATA_DIR, under root's 0700 home for example. */
const OUTSIDE = '/var/lib/honeyframe';

/** Chooses inside DATA_DIR when the account can get there; a choice once made is recorded and kept. */
export async function choosePlace(dataDir: string): Promise<Place> {
  const inside = path.join(dataDir, 'postgres');
  const recordFile = path.join(inside, 'location');
  const recorded = await readFile(recordFile, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (recorded) return describePlace(recorded, await chooseAccount(path.join(recorded, 'data')), true);
  const account = await chooseAccount(path.join(inside, 'data'));
  await createPassableFolder(inside, account);
  if (!account || (await canEnter(account, inside))) return describePlace(inside, account, false);
  const outside = await createOutside(dataDir);
  await writeFile(recordFile, `${outside}\n`, { mode: 0o600 });
  return describePlace(outside, account, true);
}

function describePlace(root: string, account: Account | undefined, outsideDataDir: boolean): Place {
  return {
    root,
    dataFolder: path.join(root, 'data'),
    binariesFolder: path.join(root, 'binaries'),
    passwordFile: path.join(root, 'password'),
    logFile: path.join(root, 'postgres.log'),
    account,
    outsideDataDir,
  };
}

async function canEnter(account: Account, folder: string): Promise<boolean> {
  const { exitCode } = await runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
  return exitCode === 0;
}

/** Without a record, a folder of that name belongs to a data directory that was deleted: it is left alone. */
async function createOutside(dataDir: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 12);
  for (let attempt = 1; ; attempt++) {
    const folder = path.join(OUTSIDE, attempt === 1 ? hash : `${hash}-${attempt}`);
    if (await isTaken(folder)) continue;
    await mkdir(OUTSIDE, { recursive: true, mode: 0o711 });
    await mkdir(folder);
    await chmod(folder, 0o711);
    return folder;
  }
}

async function isTaken(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/** Another account may pass through, not list or read. */
async function createPassableFolder(folder: string, account: Account | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, account ? 0o711 : 0o700);
}
