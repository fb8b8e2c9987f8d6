// Plain JavaScript without dependencies: it must run on Node 20.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findPinnedNode, installDir } from './pinned-node.mjs';
import { SetupError } from './progress.mjs';

/** Stops with a clear sentence on a Node that cannot run the set-up. */
export function requireNode20() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major >= 20) return;
  throw new SetupError(
    `This is Node ${process.versions.node}, but Node 20 or newer is needed. Install a newer Node and try again.`,
  );
}

/** Runs `npm ci` when what is installed is not what package-lock.json asks for. */
export async function installDependencies() {
  if (isInstalled()) return 'up to date';
  requireWritable();
  const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund']);
  if (code !== 0) throw new SetupError(explainNpmFailure(output));
  return 'installed';
}

/** The path of Node 24, or a clear sentence. */
export function requirePinnedNode() {
  const node = findPinnedNode();
  if (node) return node;
  const platform = `${process.platform}-${process.arch}`;
  throw new SetupError(
    `There is no Node 24 for '${platform}' among the installed packages. Install Node 24 yourself and run this with it, ` +
      `or run 'npm ci' again if it was run with '--omit=optional'.`,
  );
}

/** Compares the lock with the one that npm keeps of what it installed. Packages for other platforms may be missing. */
function isInstalled() {
  const wanted = readPackages(path.join(installDir, 'package-lock.json'));
  const installed = readPackages(path.join(installDir, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted)
    .filter(([name]) => name.includes('node_modules/'))
    .every(([name, entry]) => {
      const found = installed[name];
      return found ? found.version === entry.version : entry.optional || entry.devOptional || entry.peer;
    });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function requireWritable() {
  const nodeModules = path.join(installDir, 'node_modules');
  try {
    accessSync(existsSync(nodeModules) ? nodeModules : installDir, constants.W_OK);
  } catch {
    throw new SetupError(
      `Dependencies are missing, and this user may not write to '${installDir}'. Run 'npm ci' there as its owner first.`,
    );
  }
}

/** Under `npm start` the npm that runs us is known; else the one on the PATH. */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  const [command, ...prefix] = npm ? [process.execPath, npm] : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...args], {
      cwd: installDir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', () =>
      reject(new SetupError("The program 'npm' was not found. Install npm and try again.")),
    );
    child.on('exit', (code) => resolve({ code, output }));
  });
}

const explanations = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/,
    'The npm registry cannot be reached, so the dependencies could not be installed. Check the network connection (or the proxy) and try again.',
  ],
  [/ENOSPC/, `The disk that holds '${installDir}' is full. Free some space and try again.`],
  [
    /EACCES|EPERM|EROFS/,
    `This user may not write to '${installDir}'. Run 'npm ci' there as its owner first.`,
  ],
];

function explainNpmFailure(output) {
  const known = explanations.find(([pattern]) => pattern.test(output));
  if (known) return known[1];
  const errors = output
    .split('\n')
    .filter((line) => line.startsWith('npm error') && !line.includes('complete log'));
  return `'npm ci' failed:\n${errors.slice(0, 10).join('\n') || output.slice(-1000)}`;
}
