#!/usr/bin/env node
// Finds the pinned Node and runs the command line with it. Plain JavaScript: it must run on Node 20.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeEnvironment } from '../../../scripts/data-dir.mjs';
import { findPinnedNode, nodeFlags } from '../../../scripts/pinned-node.mjs';
import { runScript, SetupError } from '../../../scripts/progress.mjs';
import { runChild } from '../../../scripts/run-child.mjs';

const main = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../src/main.ts');

await runScript(() => {
  const node = findPinnedNode();
  if (node) return runChild(node, [...nodeFlags, main, ...process.argv.slice(2)], { env: nodeEnvironment() });
  throw new SetupError(
    "Node 24 is not installed yet. Run 'npm start' in Honeyframe's folder, which installs it.",
  );
});
