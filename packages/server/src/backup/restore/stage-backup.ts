import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlatformError } from '@honeyframe/contract';
import type { z } from 'zod';
import { type ArchiveEntry, readArchive } from '../archive/read-archive.ts';
import {
  ABOUT_ENTRY,
  aboutSchema,
  type BackupAbout,
  type BackupContents,
  CONTENTS_ENTRY,
  contentsSchema,
} from '../backup-contents.ts';
import { requireReadable } from './require-readable.ts';

/** A backup laid out in a folder, every checksum compared. */
export interface StagedBackup {
  readonly folder: string;
  readonly about: BackupAbout;
  readonly contents: BackupContents;
}

interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Unpacks a backup and checks it, before anything of the platform is made. */
export async function stageBackup(input: AsyncIterable<Buffer>, folder: string): Promise<StagedBackup> {
  const written = new Map<string, Written>();
  const found: { about?: BackupAbout } = {};
  await readArchive(input, async (entry) => {
    // A newer or foreign archive is refused by its first entry, not after gigabytes.
    if (!found.about && entry.path !== ABOUT_ENTRY) throw unreadable('it does not begin as a backup does');
    written.set(entry.path, await writeEntryTo(folder, entry));
    if (entry.path === ABOUT_ENTRY) found.about = await readAbout(folder);
  });
  if (!found.about) throw unreadable('there is nothing in it');
  if (!written.has(CONTENTS_ENTRY)) throw damaged(CONTENTS_ENTRY, 'is missing: the file is cut off');
  const contents = await readJson(folder, CONTENTS_ENTRY, contentsSchema);
  requireAllParts(contents, written);
  return { folder, about: found.about, contents };
}

async function writeEntryTo(folder: string, entry: ArchiveEntry): Promise<Written> {
  const file = path.join(folder, entry.path);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const content = async function* () {
    for await (const chunk of entry.content) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  // `wx`: of two entries with one name the second is refused.
  const options = { flags: 'wx', mode: entry.executable ? 0o700 : 0o600 };
  await pipeline(content, createWriteStream(file, options)).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw damaged(entry.path, 'is in it twice');
    }
    throw cause;
  });
  return { bytes, sha256: hash.digest('hex') };
}

async function readAbout(folder: string): Promise<BackupAbout> {
  const raw = await readJson(folder, ABOUT_ENTRY, aboutSchema);
  requireReadable(raw);
  return raw;
}

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  } catch (cause) {
    throw new PlatformError('HF_BACKUP_DAMAGED', { part: name, reason: 'cannot be read' }, { cause });
  }
}

function requireAllParts({ parts }: BackupContents, written: ReadonlyMap<string, Written>): void {
  for (const part of parts) {
    const found = written.get(part.path);
    if (!found) throw damaged(part.path, 'is missing');
    if (found.bytes !== part.bytes || found.sha256 !== part.sha256)
      throw damaged(part.path, 'is not what was backed up');
  }
  if (written.size === parts.length + 2) return;
  const listed = new Set(parts.map(({ path: name }) => name));
  const stranger = [...written.keys()].find(
    (name) => !listed.has(name) && name !== ABOUT_ENTRY && name !== CONTENTS_ENTRY,
  );
  throw damaged(stranger ?? '', 'was not in it when it was made');
}

function damaged(part: string, reason: string): PlatformError {
  return new PlatformError('HF_BACKUP_DAMAGED', { part, reason });
}

function unreadable(reason: string): PlatformError {
  return new PlatformError('HF_BACKUP_UNREADABLE', { reason });
}
