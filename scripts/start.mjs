// `npm start`: installs what is missing, then runs `honeyframe serve` with the pinned Node.
import path from 'node:path';
import { createDataDir, nodeEnvironment } from './data-dir.mjs';
import { installDependencies, requireNode20, requirePinnedNode } from './dependencies.mjs';
import { installDir, nodeFlags } from './pinned-node.mjs';
import { runScript, runStep, SetupError } from './progress.mjs';
import { runChild } from './run-child.mjs';

await runScript(async () => {
  requireNode20();
  console.log('Honeyframe');
  await runStep('Dependencies', installDependencies);
  let node;
  await runStep('Node 24', () => {
    node = requirePinnedNode();
    return path.relative(installDir, node).startsWith('..') ? node : path.relative(installDir, node);
  });
  createDataDir();
  const main = path.join(installDir, 'packages', 'cli', 'src', 'main.ts');
  try {
    return await runChild(node, [...nodeFlags, main, 'serve', ...process.argv.slice(2)], {
      env: nodeEnvironment(),
    });
  } catch (error) {
    throw new SetupError(`Node 24 at '${node}' does not run on this machine: ${error.message}.`);
  }
});
