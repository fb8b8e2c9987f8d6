import { readdir, readFile, readlink } from 'node:fs/promises';

/** Process ids whose current folder lies under this one: those of the runs that build there. */
export async function listProcessesIn(folder: string): Promise<number[]> {
  const ids = await listIds();
  const folders = await Promise.all(ids.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')));
  return ids.filter((_, index) => folders[index]?.startsWith(`${folder}/`));
}

/** Process ids of the children of this process, but not of theirs. */
export async function listChildren(parent: number): Promise<number[]> {
  const ids = await listIds();
  const stats = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => parentOf(stats[index] ?? '') === parent);
}

/** Whether it runs still. One that has ended and that nobody has asked about yet does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

async function listIds(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** `pid (name) state ppid …`, where the name may hold anything. */
function parentOf(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[1] ? Number(fields[1]) : undefined;
}
