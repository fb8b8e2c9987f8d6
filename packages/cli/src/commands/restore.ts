import { createReadStream } from 'node:fs';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { countOf } from '../output/format-amount.ts';
import { type JsonOption, printResult } from '../output/print-result.ts';

/** `honeyframe restore`: needs no running platform, and makes sure that there is none. */
export function registerRestore(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description(
      'Restore a backup into an empty DATA_DIR (and an empty database where DATABASE_URL is set): all of it, or nothing.',
    )
    .argument('<file>', "the tar file that 'honeyframe backup' wrote")
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: JsonOption) => {
      const { createSilentLog, readSettings, restore } = await import('@honeyframe/server');
      const settings = readSettings(context.env);
      const input = readBackup(path.resolve(context.cwd, file));
      const report = await restore({ settings, input, log: createSilentLog() });
      printResult(context, options, { data_dir: settings.data_dir, ...report }, () =>
        [
          `Restored ${countOf(report.rows, 'row')} in ${countOf(report.tables, 'table')} and ${countOf(report.files, 'file')} into ${settings.data_dir},`,
          `as they were at ${report.created_at}. Everybody signs in again; start the platform with 'honeyframe serve'.`,
          ...report.skipped.map((name) => `Not in the backup, because it is no plain file: ${name}`),
        ].join('\n'),
      );
    });
}

async function* readBackup(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { highWaterMark: 1024 * 1024 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_CLI_FILE_UNREADABLE', { file, done: 'read', reason }, { cause });
  }
}
