import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in these, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU of the children of this process that are over, and of dbt's parent with all that it forked. */
export async function readDbtCpu(): Promise<number> {
  const own = await readStat('self');
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  let ticks = own?.children ?? 0;
  for (const id of ids) {
    const stat = await readStat(id);
    if (stat?.parent !== process.pid) continue;
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('honeyframe_parent.py')) ticks += stat.self + stat.children;
  }
  return ticks / TICKS_PER_SECOND;
}

async function readStat(id: string) {
  const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
  if (!text) return undefined;
  // The name before may hold anything; then: state ppid …, the 12th to the 15th are utime stime cutime cstime.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number) => fields[index] ?? 0;
  return { parent: at(1), self: at(11) + at(12), children: at(13) + at(14) };
}
