import { readdir, readFile } from 'node:fs/promises';

export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  readonly rss_mb: number;
}

/** A process and all that it started, from Linux's /proc. */
export async function readMemory(pid: number): Promise<{ server: ProcessMemory; children: ProcessMemory[] }> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(
    await Promise.all(pids.map(async (each) => [each, await readParent(each)] as const)),
  );
  const isBelow = (each: number): boolean => {
    const parent = parents.get(each) ?? 0;
    return parent === pid || (parent > 1 && isBelow(parent));
  };
  const [server, ...children] = await Promise.all([pid, ...pids.filter(isBelow)].map(describe));
  if (!server) throw new Error(`process ${pid} is gone`);
  return { server, children: children.filter((child) => child.rss_mb > 0) };
}

async function readParent(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything; the state and the parent come after it.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

async function describe(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return {
    pid,
    command: command.replaceAll('\0', ' ').trim().slice(0, 100),
    rss_mb: Math.round(kilobytes / 102.4) / 10,
  };
}
