// Plain JavaScript without dependencies: it must run on Node 20.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { SetupError } from './progress.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const fixedPlaces = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The path of a Chromium: HONEYFRAME_CHROMIUM, else one of the machine, else Debian's package installed by root. */
export function requireChromium() {
  const chosen = process.env.HONEYFRAME_CHROMIUM;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new SetupError(`HONEYFRAME_CHROMIUM is '${chosen}', which is not a program. Correct or unset it.`);
  }
  const found = findChromium() ?? installChromium();
  if (found) return found;
  throw new SetupError(
    "No Chromium was found for the browser tests, and it could not be installed. Install Debian's 'chromium', or set HONEYFRAME_CHROMIUM to one.",
  );
}

function findChromium() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)];
  const places = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...places, ...fixedPlaces].find(isExecutable);
}

function installChromium() {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    spawnSync('/usr/bin/apt-get', args, { env, stdio: 'ignore' });
  }
  return findChromium();
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
