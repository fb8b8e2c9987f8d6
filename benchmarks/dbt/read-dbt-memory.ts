import { readFile } from 'node:fs/promises';
import { readMemory } from '../servers/read-memory.ts';

/** Megabytes of all dbt processes below a server together; what they share counts once. */
export async function readDbtMemory(serverPid: number): Promise<number> {
  const { children } = await readMemory(serverPid);
  const sizes = await Promise.all(children.map(({ pid }) => readProportional(pid)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Nothing for what is not dbt. */
async function readProportional(pid: number): Promise<number> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!/honeyframe_(parent|dbt)\.py/.test(command)) return 0;
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
}
