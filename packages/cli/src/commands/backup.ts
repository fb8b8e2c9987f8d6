import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createApiClient, systemApi } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connection/connect.ts';
import { type ConnectionOptions, withConnection } from '../connection/connection-options.ts';
import { formatBytes } from '../output/format-amount.ts';
import { type JsonOption, printResult } from '../output/print-result.ts';

/** `honeyframe backup` */
export function registerBackup(program: Command, context: CommandContext): void {
  withConnection(
    program
      .command('backup')
      .description(
        'Write a backup of the running platform: database, warehouse, store, plugins and key. It holds secrets.',
      )
      .argument('<file>', 'the tar file to write; it must not exist'),
  ).action(async (file: string, options: ConnectionOptions & JsonOption) => {
    const target = path.resolve(context.cwd, file);
    await requireFree(target);
    await using connection = await connect(context, options);
    const response = await createApiClient(systemApi, connection.send).createBackup();
    await save(response, target);
    const { size } = await stat(target);
    printResult(context, options, { file: target, bytes: size }, () =>
      [
        `Wrote ${target} (${formatBytes(size)}).`,
        'It holds password hashes and the secret key: keep it where only you can read it.',
      ].join('\n'),
    );
  });
}

async function requireFree(target: string): Promise<void> {
  const found = await stat(target).catch(() => undefined);
  if (found) throw new PlatformError('HF_CLI_TARGET_EXISTS', { target });
}

/** The name appears when the file is whole. */
async function save(response: Response, target: string): Promise<void> {
  const partial = `${target}.partial`;
  try {
    const body = response.body ?? [];
    await pipeline(body, createWriteStream(partial, { mode: 0o600, flags: 'wx', flush: true }));
    await rename(partial, target);
  } catch (cause) {
    const isFile = cause instanceof Error && 'syscall' in cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (isFile && 'code' in cause && cause.code === 'EEXIST')
      throw new PlatformError('HF_CLI_TARGET_EXISTS', { target: partial }, { cause });
    await rm(partial, { force: true });
    if (isFile)
      throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file: target, done: 'written', reason }, { cause });
    throw new PlatformError('HF_BACKUP_INCOMPLETE', { reason }, { cause });
  }
}
