import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { formatBytes } from '../../output/format-amount.ts';
import { type Finding, ok, problem, warn } from './finding.ts';

/** Below the first the platform does not start; below the second a larger import may not fit. */
const NEEDED_BYTES = 500 * 1024 * 1024;
const COMFORTABLE_BYTES = 2 * 1024 * 1024 * 1024;

/** DATA_DIR itself, the space on its disk, and that nobody else can read its secrets. */
export async function checkDataDir(dataDir: string): Promise<Finding[]> {
  const found = await stat(dataDir).catch(() => undefined);
  if (!found) return [await checkParent(dataDir)];
  if (!found.isDirectory())
    return [problem('data', `${dataDir} is no folder`, 'Choose another directory with DATA_DIR.')];
  const writable = await isWritable(dataDir);
  if (!writable)
    return [
      problem(
        'data',
        `${dataDir} cannot be written by this account`,
        'Give this account access, or choose another directory with DATA_DIR.',
      ),
    ];
  return [
    ok('data', dataDir),
    await checkSpace(dataDir),
    ...(await checkSecrets(path.join(dataDir, 'secrets'))),
  ];
}

async function checkParent(dataDir: string): Promise<Finding> {
  let parent = path.dirname(dataDir);
  while (!(await stat(parent).catch(() => undefined))) parent = path.dirname(parent);
  if (await isWritable(parent)) return ok('data', `${dataDir} will be made at the first start`);
  const hint = 'Make it and give this account access, or choose another directory with DATA_DIR.';
  return problem('data', `${dataDir} does not exist, and this account may not make it`, hint);
}

async function checkSpace(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const message = `${formatBytes(free)} free`;
  const hint = 'Free some space, or move DATA_DIR to a larger disk.';
  if (free < NEEDED_BYTES) return problem('disk', message, hint);
  return free < COMFORTABLE_BYTES ? warn('disk', message, hint) : ok('disk', message);
}

async function checkSecrets(folder: string): Promise<Finding[]> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return [];
  const paths = [folder, ...names.map((name) => path.join(folder, name))];
  const open: string[] = [];
  for (const each of paths) {
    const found = await stat(each).catch(() => undefined);
    if (found && (found.mode & 0o077) !== 0) open.push(each);
  }
  if (open.length === 0) return [ok('secrets', 'readable by this account only')];
  return open.map((each) => problem('secrets', `${each} can be read by others`, `Run: chmod go= '${each}'`));
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
