// `npm test`: installs what is missing, then runs the checks and every test with the pinned Node.
// Arguments go to Vitest: `npm test -- --project server accounts`. The last line is 'N passed, N failed'.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { requireChromium } from './chromium.mjs';
import { createDataDir, nodeEnvironment } from './data-dir.mjs';
import { installDependencies, requireNode20, requirePinnedNode } from './dependencies.mjs';
import { installDir } from './pinned-node.mjs';
import { runScript, runStep } from './progress.mjs';
import { runChild } from './run-child.mjs';

const chosen = process.argv.slice(2);
/** Browser tests measure time on a machine of two cores, so they run alone. */
const runs =
  chosen.length > 0
    ? [chosen]
    : [
        ['--project', 'unit', '--project', 'server', '--project', 'dbt'],
        ['--project', 'e2e'],
      ];

await runScript(async () => {
  requireNode20();
  console.log('Honeyframe tests');
  await runStep('Dependencies', installDependencies);
  const node = requirePinnedNode();
  const needsBrowser = runs.some((args) => args.includes('e2e') || !args.includes('--project'));
  let chromium;
  if (needsBrowser) await runStep('Chromium', () => (chromium = requireChromium()));
  createDataDir();
  const env = { ...nodeEnvironment(), ...(chromium && { HONEYFRAME_CHROMIUM: chromium }) };
  const total = { passed: 0, failed: await runChecks(node, env) };
  for (const args of runs) {
    const { passed, failed } = await runVitest(node, env, args);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

/** Each check that fails counts as one; a choice of tests leaves the checks out. */
async function runChecks(node, env) {
  if (chosen.length > 0) return 0;
  return runChild(node, [path.join(installDir, 'scripts', 'check.ts'), '--static'], { env, cwd: installDir });
}

/** A run that ends badly without a failed test (a file that does not load, an interrupt) counts as one failure. */
async function runVitest(node, env, args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-results-'));
  const results = path.join(folder, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const vitest = path.join(installDir, 'node_modules', 'vitest', 'vitest.mjs');
  try {
    const code = await runChild(node, [vitest, 'run', '--passWithNoTests', ...reporters, ...args], {
      env,
      cwd: installDir,
    });
    const { passed, failed } = readResults(results);
    return { passed, failed: Math.max(failed, code === 0 ? 0 : 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readResults(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const brokenFiles = testResults.filter(
      (result) =>
        result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
