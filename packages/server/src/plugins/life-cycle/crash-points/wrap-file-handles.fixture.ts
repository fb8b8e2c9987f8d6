import fs from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { CrashCounter } from './crash-point.fixture.ts';

type Method = (this: FileHandle, ...args: unknown[]) => Promise<unknown>;

const methods = [
  'write',
  'writev',
  'writeFile',
  'appendFile',
  'chmod',
  'utimes',
  'truncate',
  'sync',
  'datasync',
];

/** The methods of open files; all handles share one prototype. */
export async function wrapFileHandles(counter: CrashCounter): Promise<void> {
  const handle = await open(import.meta.filename, 'r');
  const prototype = Object.getPrototypeOf(handle) as Record<string, Method>;
  await handle.close();
  for (const name of methods) {
    const method = prototype[name];
    if (!method) throw new Error(`file handles have no '${name}'`);
    prototype[name] = async function (this: FileHandle, ...args: unknown[]) {
      const place = readPlace(this.fd);
      if (!counter.concerns(place)) return method.apply(this, args);
      counter.pass({ moment: 'before', call: name, subject: place });
      if (name.startsWith('write') || name === 'appendFile')
        counter.pass({ moment: 'torn', call: name, subject: place }, () => writeHalf(this.fd, args[0]));
      const result = await method.apply(this, args);
      counter.pass({ moment: 'after', call: name, subject: place });
      return result;
    };
  }
}

/** Where an open file lies. */
export function readPlace(fd: number): string {
  try {
    return readlink(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

/** What a write leaves that is interrupted. */
export function writeHalf(fd: number, content: unknown): void {
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return;
  const bytes = Buffer.from(content as string);
  writeSync(fd, bytes.subarray(0, Math.floor(bytes.length / 2)));
}

// As they are before anything is wrapped.
const { readlinkSync: readlink, writeSync } = fs;
