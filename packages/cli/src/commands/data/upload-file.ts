import { open } from 'node:fs/promises';
import path from 'node:path';
import { ApiError, buildPath, connectorsApi, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { CommandContext } from '../../command-context.ts';
import { formatBytes } from '../../output/format-amount.ts';

export interface UploadFileOptions {
  readonly context: CommandContext;
  readonly send: Send;
  readonly upload_id: string;
  readonly file: string;
  /** `3/18`, for people. */
  readonly position: string;
}

const NOTED_EVERY = 100_000_000;

/** Sends one file as a stream: it may be larger than memory. */
export async function uploadFile(options: UploadFileOptions): Promise<void> {
  const { context, send, upload_id, file, position } = options;
  await using handle = await open(file, 'r').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file, done: 'read', reason }, { cause });
  });
  const { size } = await handle.stat();
  const name = path.basename(file);
  context.note(`Sending ${position} ${name} (${formatBytes(size)})`);
  const { method, path: template } = connectorsApi.putFile;
  const target = buildPath(template, { params: { upload_id, file: name } });
  const body = noteProgress(handle.createReadStream({ autoClose: false }), (sent) =>
    context.note(`  ${formatBytes(sent)} of ${formatBytes(size)}`),
  );
  const init = { method, body, duplex: 'half', headers: { 'content-type': 'text/csv' } };
  const response = await send(target, init as unknown as RequestInit);
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
  await response.arrayBuffer();
}

async function* noteProgress(
  chunks: AsyncIterable<Buffer>,
  note: (sent: number) => void,
): AsyncGenerator<Buffer> {
  let sent = 0;
  let next = NOTED_EVERY;
  for await (const chunk of chunks) {
    yield chunk;
    sent += chunk.length;
    if (sent < next) continue;
    note(sent);
    next += NOTED_EVERY;
  }
}
