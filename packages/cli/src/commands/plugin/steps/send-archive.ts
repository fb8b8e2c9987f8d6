import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ApiError, buildPath, lifeCycleApi, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';

/** Sends an archive with its checksum; nothing is installed by that. @returns what names it for a plan. */
export async function sendArchive(file: string, send: Send) {
  const { method, path, output } = lifeCycleApi.upload;
  const target = buildPath(path, { query: { checksum: `sha256:${await hashFile(file)}` } });
  const init = {
    method,
    body: createReadStream(file),
    duplex: 'half',
    headers: { 'content-type': 'application/gzip' },
  };
  const response = await send(target, init as unknown as RequestInit);
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, body as Record<string, unknown>);
  return output.parse(body);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file, done: 'read', reason }, { cause });
  });
  return hash.digest('hex');
}
