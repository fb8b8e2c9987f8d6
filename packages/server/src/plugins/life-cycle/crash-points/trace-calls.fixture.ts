import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type CrashPoint, markers } from './crash-point.fixture.ts';

/** By system call: the calls of ours that make it, and which of its paths is changed. */
const mutating: Readonly<Record<string, { calls: readonly string[]; path?: 'last' }>> = {
  mkdir: { calls: ['mkdir', 'mkdtemp'] },
  rename: { calls: ['rename'], path: 'last' },
  renameat2: { calls: ['rename'], path: 'last' },
  unlink: { calls: ['unlink'] },
  unlinkat: { calls: ['unlink', 'rmdir'] },
  rmdir: { calls: ['rmdir'] },
  link: { calls: ['link'], path: 'last' },
  symlink: { calls: ['symlink'], path: 'last' },
  openat: { calls: ['open', 'copyFile'] },
  creat: { calls: ['open'] },
  chmod: { calls: ['chmod'] },
  fchmodat: { calls: ['chmod'] },
  fchmod: { calls: ['chmod', 'fchmod', 'copyFile'] },
  chown: { calls: ['chown'] },
  fchown: { calls: ['chown', 'fchown', 'copyFile'] },
  utimensat: { calls: ['utimes', 'lutimes', 'futimes', 'copyFile'] },
  truncate: { calls: ['truncate'] },
  ftruncate: { calls: ['truncate', 'copyFile'] },
  fallocate: { calls: [] },
  mknodat: { calls: [] },
  write: { calls: ['write', 'writeFile', 'appendFile'] },
  writev: { calls: ['writev', 'writeFile'] },
  pwrite64: { calls: ['write', 'writeFile'] },
  pwritev: { calls: ['writev'] },
  sendfile: { calls: ['copyFile'] },
  copy_file_range: { calls: ['copyFile'], path: 'last' },
  ioctl: { calls: ['copyFile'] },
  fsync: { calls: ['sync', 'fsync'] },
  fdatasync: { calls: ['datasync', 'fdatasync'] },
};

/** Made by exactly one call of ours each, so that the numbers must be equal. */
const counted = ['rename', 'unlink', 'rmdir', 'utimensat', 'fsync', 'fdatasync'] as const;

export interface TracedCall {
  readonly name: string;
  readonly place: string;
  readonly line: string;
}

export interface Trace {
  /** Calls that change something below the folder. */
  readonly calls: readonly TracedCall[];
  /** Messages to the database that begin a statement. */
  readonly statements: number;
}

export const hasStrace = spawnSync('strace', ['--version']).status === 0;

/** What to put before a command, so that its system calls are written to a file. */
export function describeTracer(file: string): string[] {
  const names = [...Object.keys(mutating), 'access', 'faccessat2', 'stat', 'statx', 'sendto', 'sendmsg'];
  return ['strace', '-f', '-y', '-s', '24', '-o', file, '-e', `trace=${names.join(',')}`, '--'];
}

/** The system calls of a step: what lies between the two marks. */
export function readTrace(file: string, folder: string): Trace {
  const lines = readFileSync(file, 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.includes(`"${markers.begin}"`));
  const end = lines.findIndex((line) => line.includes(`"${markers.end}"`));
  if (begin < 0 || end < begin) throw new Error('the trace has no marks');
  const step = lines.slice(begin, end);
  return {
    calls: step.flatMap((line) => parseCall(line, folder) ?? []),
    statements: step.filter((line) => /^\d+ +(write|writev|sendto|sendmsg)\(.*"[QP]\\0/.test(line)).length,
  };
}

function parseCall(line: string, folder: string): TracedCall | undefined {
  const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
  const known = mutating[name];
  if (!known || (name === 'openat' && !/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(rest))) return undefined;
  if (name === 'ioctl' && !rest.includes('FICLONE')) return undefined;
  const places = [...rest.matchAll(/["<](\/[^">]*)[">]/g)].map(([, place = '']) => place);
  const place = (known.path === 'last' ? places.at(-1) : places[0]) ?? '';
  return place.startsWith(`${folder}/`) || place === folder ? { name, place, line } : undefined;
}

/** System calls that no point stands for, and numbers that differ. */
export function compareTrace({ calls, statements }: Trace, points: readonly CrashPoint[]): string[] {
  const unknown = calls.filter(({ name, place }) => {
    // Written by the compiler's process, which nobody counts; what is there is named by its content.
    if (place.includes('/cache/modules/')) return false;
    const ours = mutating[name]?.calls ?? [];
    return !points.some(
      ({ call, subject }) =>
        ours.includes(call) && (subject === place || (call === 'mkdtemp' && place.startsWith(subject))),
    );
  });
  const begun = points.filter(({ moment }) => moment === 'before');
  const count = (names: readonly string[]) => begun.filter(({ call }) => names.includes(call)).length;
  const differing = counted.flatMap((name) => {
    const traced = calls.filter((call) => call.name === name).length;
    const wrapped = count(mutating[name]?.calls ?? []);
    return traced === wrapped ? [] : [`${name}: ${traced} traced, ${wrapped} counted`];
  });
  const sql = count(['sql']);
  if (statements !== sql) differing.push(`statements: ${statements} traced, ${sql} counted`);
  return [...unknown.map(({ line }) => line), ...differing];
}
