// Run as a process of its own by the test: starts the database, tells its settings, then waits to be killed or told to stop.
import { startEmbeddedPostgres } from './index.ts';

const dataDir = process.argv[2] ?? '';
const log = { info: () => {}, warn: () => {}, error: () => {} };
const { connection, attached, dataFolder, stop } = await startEmbeddedPostgres({
  dataDir,
  log,
  durability: 'off',
});
console.log(JSON.stringify({ connection, attached, dataFolder, uid: process.getuid?.() }));
process.stdin.resume().on('end', () => void stop());
