// `npm run node -- …`: runs the pinned Node, whatever Node the machine has.
import { nodeEnvironment } from './data-dir.mjs';
import { findPinnedNode } from './pinned-node.mjs';
import { runScript, SetupError } from './progress.mjs';
import { runChild } from './run-child.mjs';

await runScript(() => {
  const node = findPinnedNode();
  if (node) return runChild(node, process.argv.slice(2), { env: nodeEnvironment() });
  throw new SetupError(
    "Node 24 is not installed yet. Run 'npm ci' (or 'npm start', which does it) and try again.",
  );
});
