import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { describeMegabytes, MAX_BYTES } from '../limits.ts';
import { codeOf, describeReason } from '../store-failure.ts';
import { describeName } from './describe-name.ts';

/** Throws for what is no archive at all, and for one with another checksum, before anything of it is read as one. */
export async function requireArchive(file: string, checksum: string | undefined): Promise<void> {
  const expected = checksum === undefined ? undefined : parseChecksum(checksum);
  await requireGzip(file);
  if (expected) await requireChecksum(file, expected);
}

async function requireGzip(file: string): Promise<void> {
  const { size, start } = await readStart(file).catch((cause: unknown) => {
    const reason = codeOf(cause) === '' ? 'it is not a file' : describeReason(cause);
    throw new PlatformError('HF_ARCHIVE_FILE_MISSING', { file, reason }, { cause });
  });
  if (start.toString('hex') !== '1f8b') {
    throw new PlatformError('HF_ARCHIVE_NOT_GZIP', { file: path.basename(file) });
  }
  if (size > MAX_BYTES)
    throw new PlatformError('HF_ARCHIVE_TOO_LARGE', { limit: describeMegabytes(MAX_BYTES) });
}

async function readStart(file: string): Promise<{ size: number; start: Buffer }> {
  await using handle = await open(file, 'r');
  const stats = await handle.stat();
  if (!stats.isFile()) throw new Error('not a file');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return { size: stats.size, start: buffer.subarray(0, bytesRead) };
}

interface Checksum {
  readonly algorithm: string;
  readonly digest: Buffer;
  readonly text: string;
  readonly encoding: 'hex' | 'base64';
}

const digestBytes: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** SHA-256 in hexadecimal, with or without `sha256:` before it, or what npm calls integrity. */
function parseChecksum(checksum: string): Checksum {
  const text = checksum.trim();
  const [, hexDigits] = /^(?:sha256[:-])?([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (hexDigits) return { algorithm: 'sha256', digest: Buffer.from(hexDigits, 'hex'), text, encoding: 'hex' };
  const [, algorithm, encoded] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const digest = Buffer.from(encoded ?? '', 'base64');
  if (algorithm === undefined || digest.length !== digestBytes[algorithm]) {
    throw new PlatformError('HF_ARCHIVE_CHECKSUM_INVALID', { checksum: describeName(checksum) });
  }
  return { algorithm, digest, text, encoding: 'base64' };
}

async function requireChecksum(file: string, expected: Checksum): Promise<void> {
  const hash = createHash(expected.algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const digest = hash.digest();
  if (timingSafeEqual(digest, expected.digest)) return;
  const digits = digest.toString(expected.encoding);
  const found = expected.encoding === 'hex' ? digits : `${expected.algorithm}-${digits}`;
  throw new PlatformError('HF_ARCHIVE_CHECKSUM_WRONG', { found, expected: expected.text });
}
