// `npm run check`: the fast subset of `npm test`, under three minutes. `--static` leaves out the unit tests.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

const checks: readonly (readonly [name: string, ...args: string[]])[] = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['types in the browser', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.browser.json'],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['boundaries', 'scripts/boundaries.ts'],
];
const unitTests = ['unit tests', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'] as const;

const failed = [...checks, ...(process.argv.includes('--static') ? [] : [unitTests])].filter(
  (check) => !passes(check),
);
console.log(
  failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(([name]) => name).join(', ')}.`,
);
process.exitCode = failed.length;

/** Says nothing of a check that passes but its name and time. */
function passes([name, ...args]: readonly [string, ...string[]]): boolean {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
}
