import type fsModule from 'node:fs';
import path from 'node:path';
import type { CrashCounter } from './crash-point.fixture.ts';
import { readPlace, writeHalf } from './wrap-file-handles.fixture.ts';

type Fs = typeof fsModule;
type Call = (...args: unknown[]) => unknown;
type Calls = Record<string, Call>;

/** Of these the last path is the one that comes into being, or goes. */
const twoPaths = new Set(['rename', 'copyFile', 'link', 'symlink', 'cp']);
const simple = [
  'rename',
  'link',
  'symlink',
  'unlink',
  'rmdir',
  'chmod',
  'chown',
  'lchown',
  'utimes',
  'lutimes',
  'truncate',
  'mkdtemp',
];
const ofDescriptors = ['write', 'writev', 'fchmod', 'fchown', 'futimes', 'ftruncate', 'fsync', 'fdatasync'];

/** Wraps every call that changes files, in its three forms: with a promise, with a callback, and one that waits. */
export function wrapFileCalls(fs: Fs, counter: CrashCounter): void {
  const promises = fs.promises as unknown as Calls;
  const calls = fs as unknown as Calls;
  const original = { ...calls, promises: { ...promises } } as unknown as Fs;
  for (const name of [...simple, 'copyFile', 'open']) {
    wrap(promises, name, { counter, form: 'promise', original });
    wrap(calls, name, { counter, form: 'callback', original });
    wrap(calls, `${name}Sync`, { counter, form: 'sync', original });
  }
  for (const name of ofDescriptors) {
    wrap(calls, name, { counter, form: 'callback', original });
    wrap(calls, `${name}Sync`, { counter, form: 'sync', original });
  }
  takeApart(promises, calls, counter);
}

interface WrapOptions {
  readonly counter: CrashCounter;
  readonly form: 'promise' | 'callback' | 'sync';
  readonly original: Fs;
}

function wrap(calls: Calls, key: string, { counter, form, original }: WrapOptions): void {
  const call = calls[key];
  // Some exist in one form only.
  if (!call) return;
  const name = key.replace(/Sync$/, '');
  calls[key] = (...args: unknown[]): unknown => {
    const subject = findSubject(name, args);
    if (!counter.concerns(subject) || (name === 'open' && !isForWriting(args[1]))) return call(...args);
    counter.pass({ moment: 'before', call: name, subject });
    const leave = findTear(name, args, original);
    if (leave) counter.pass({ moment: 'torn', call: name, subject }, leave);
    const pass = () => counter.pass({ moment: 'after', call: name, subject });
    if (form === 'callback') {
      const callback = args.at(-1) as Call;
      const passing = (...outcome: unknown[]): unknown => {
        pass();
        return callback(...outcome);
      };
      return call(...args.slice(0, -1), passing);
    }
    const result = call(...args);
    if (form === 'promise') return (result as Promise<unknown>).finally(pass);
    pass();
    return result;
  };
}

function findSubject(name: string, args: readonly unknown[]): string {
  const subject = args[twoPaths.has(name) ? 1 : 0];
  if (typeof subject === 'number') return readPlace(subject);
  return subject instanceof URL ? subject.pathname : path.resolve(String(subject));
}

function isForWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & 0o3) !== 0 || (flags & 0o100) !== 0;
  return typeof flags === 'string' && flags !== 'r' && flags !== 'rs';
}

function findTear(name: string, args: readonly unknown[], original: Fs): (() => void) | undefined {
  if (name === 'write') return () => writeHalf(args[0] as number, args[1]);
  if (name !== 'copyFile') return undefined;
  return () => {
    const bytes = original.readFileSync(args[0] as string);
    original.writeFileSync(args[1] as string, bytes.subarray(0, Math.floor(bytes.length / 2)));
  };
}

/** Calls that are several system calls are made of the wrapped ones, so that there are points between these. */
function takeApart(promises: Calls, calls: Calls, counter: CrashCounter): void {
  const fs = calls as unknown as Fs;
  const files = promises as unknown as Fs['promises'];
  const { writeFile, appendFile, mkdir, rm } = { ...files };
  const { writeFileSync, mkdirSync, rmSync } = { ...fs };
  const countedMkdir = countMkdir(mkdir as unknown as Call, counter);
  const makeFolders = async (folder: string, mode: unknown): Promise<string | undefined> => {
    if (await isThere(fs, folder)) return undefined;
    const first = await makeFolders(path.dirname(folder), mode);
    await (countedMkdir(folder, { mode }) as Promise<void>).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return first ?? folder;
  };
  promises.mkdir = (async (place: string, options: { recursive?: boolean; mode?: number } = {}) => {
    if (!counter.concerns(path.resolve(place))) return mkdir(place, options);
    if (options.recursive) return makeFolders(path.resolve(place), options.mode);
    return countedMkdir(place, options);
  }) as unknown as Call;
  const write = (original: typeof writeFile, flag: string) =>
    (async (place: unknown, content: string, options: { mode?: number; flag?: string } = {}) => {
      if (typeof place !== 'string' || !counter.concerns(path.resolve(place)))
        return original(place as string, content, options);
      await using handle = await files.open(place, options.flag ?? flag, options.mode);
      await handle.writeFile(content);
    }) as unknown as Call;
  promises.writeFile = write(writeFile, 'w');
  promises.appendFile = write(appendFile, 'a');
  const remove = async (place: string): Promise<void> => {
    const stats = await files.lstat(place);
    if (!stats.isDirectory()) return files.unlink(place);
    for (const name of await files.readdir(place)) await remove(path.join(place, name));
    await files.rmdir(place);
  };
  promises.rm = (async (place: string, options: { force?: boolean } = {}) => {
    const isWanted = counter.concerns(path.resolve(place)) && (await isThere(fs, place));
    return isWanted ? remove(place) : rm(place, options);
  }) as unknown as Call;
  calls.writeFileSync = ((
    place: unknown,
    content: string,
    options: { mode?: number; flag?: string } = {},
  ) => {
    if (typeof place !== 'string' || !counter.concerns(path.resolve(place)))
      return writeFileSync(place as string, content, options);
    const fd = fs.openSync(place, options.flag ?? 'w', options.mode);
    try {
      fs.writeSync(fd, content);
    } finally {
      fs.closeSync(fd);
    }
  }) as unknown as Call;
  calls.mkdirSync = countSync('mkdir', mkdirSync as unknown as Call, counter);
  calls.rmSync = countSync('rm', rmSync as unknown as Call, counter);
}

async function isThere(fs: Fs, place: string): Promise<boolean> {
  return fs.promises.lstat(place).then(
    () => true,
    () => false,
  );
}

function countMkdir(mkdir: Call, counter: CrashCounter): Call {
  return async (place: unknown, options: unknown) => {
    const subject = path.resolve(String(place));
    counter.pass({ moment: 'before', call: 'mkdir', subject });
    const result = await mkdir(place, options);
    counter.pass({ moment: 'after', call: 'mkdir', subject });
    return result;
  };
}

function countSync(call: string, method: Call, counter: CrashCounter): Call {
  return (...args) => {
    const subject = path.resolve(String(args[0]));
    if (!counter.concerns(subject)) return method(...args);
    counter.pass({ moment: 'before', call, subject });
    const result = method(...args);
    counter.pass({ moment: 'after', call, subject });
    return result;
  };
}
