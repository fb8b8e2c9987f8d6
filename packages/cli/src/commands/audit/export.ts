import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { auditApi, createApiClient } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatBytes } from '../../output/format-amount.ts';
import { printResult } from '../../output/print-result.ts';
import { type FilterOptions, readFilters, withFilters } from './filter-options.ts';

/** `honeyframe audit export` */
export function registerAuditExport(audit: Command, context: CommandContext): void {
  withFilters(
    audit
      .command('export')
      .description('Write every event that fits to a CSV file; that this was done is itself recorded.')
      .argument('<file>', 'the file to write; it must not exist'),
  ).action(async (file: string, options: FilterOptions) => {
    const query = readFilters(options);
    const target = path.resolve(context.cwd, file);
    if (await stat(target).catch(() => undefined))
      throw new PlatformError('HF_CLI_TARGET_EXISTS', { target });
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    await save(await createApiClient(auditApi, send).export({ query }), target);
    const { size } = await stat(target);
    printResult(
      context,
      options,
      { file: target, bytes: size },
      () => `Wrote ${target} (${formatBytes(size)}).`,
    );
  });
}

/** The name appears when the file is whole. */
async function save(response: Response, target: string): Promise<void> {
  const partial = `${target}.partial`;
  try {
    await pipeline(response.body ?? [], createWriteStream(partial, { mode: 0o600, flags: 'wx' }));
    await rename(partial, target);
  } catch (cause) {
    await rm(partial, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file: target, done: 'written', reason }, { cause });
  }
}
