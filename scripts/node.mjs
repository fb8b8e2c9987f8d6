// `npm run node -- …`: runs the pinned Node, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { findPinnedNode } from './pinned-node.mjs';

const node = findPinnedNode();
if (!node) {
  console.error("Node 24 is not installed yet. Run 'npm ci' (or 'npm start', which does it) and try again.");
  process.exit(1);
}
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
