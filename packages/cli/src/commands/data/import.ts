import path from 'node:path';
import { connectorsApi, createApiClient, type ImportResult, type Send } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { createRunReporter, describeRun } from '../../runs/describe-run.ts';
import { followRun } from '../../runs/follow-run.ts';
import { listCsvFiles } from './list-csv-files.ts';
import { uploadFile } from './upload-file.ts';

interface ImportOptions extends OrgOptions, JsonOption {
  readonly schema: string;
  readonly connector: string;
  readonly build: boolean;
  readonly wait: boolean;
}

/** `honeyframe data import` */
export function registerDataImport(data: Command, context: CommandContext): void {
  withOrg(
    data
      .command('import')
      .description(
        'Load the CSV files of a folder into a raw source, replacing its tables as a whole, and build what reads them.',
      )
      .argument('<folder>', 'its files that end in .csv; each becomes the table of its name')
      .requiredOption('--schema <name>', 'the raw source, such as synthea')
      .option('--connector <type>', 'the kind of connector', 'csv')
      .option('--no-build', 'do not build the workspaces that read this source')
      .option('--no-wait', 'do not wait for those builds'),
  ).action(async (folder: string, options: ImportOptions) => {
    const files = await listCsvFiles(path.resolve(context.cwd, folder));
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const result = await uploadAndImport(context, send, files, options);
    printResult(context, options, result, () => describeTables(result));
    const succeeded = options.wait ? await followBuilds(context, send, result) : true;
    if (!succeeded) throw new CommandFailed();
  });
}

async function uploadAndImport(
  context: CommandContext,
  send: Send,
  files: readonly string[],
  { connector, schema, build }: ImportOptions,
): Promise<ImportResult> {
  const connectors = createApiClient(connectorsApi, send);
  const { upload_id } = await connectors.createUpload();
  try {
    for (const [index, file] of files.entries()) {
      await uploadFile({ context, send, upload_id, file, position: `${index + 1}/${files.length}` });
    }
    context.note(`Loading ${files.length} files into '${schema}' …`);
    return await connectors.importUpload({ body: { connector, schema, upload_id, build } });
  } catch (error) {
    // The platform would forget it after an hour; until then it takes up space.
    await connectors.deleteUpload({ params: { upload_id } }).catch(() => {});
    throw error;
  }
}

function describeTables({ schema, tables }: ImportResult): string {
  const table = formatTable(tables, [
    { title: 'TABLE', value: (each) => `${schema}.${each.table}` },
    { title: 'ROWS', value: (each) => each.rows.toLocaleString('en'), align: 'right' },
    { title: 'REJECTED', value: (each) => each.rejected.toLocaleString('en'), align: 'right' },
  ]);
  const rejects = tables.flatMap(({ table: name, file, rejects: rows }) =>
    rows.map(({ line, column, reason }) => `${file ?? name}:${line} ${column ? `${column}: ` : ''}${reason}`),
  );
  return rejects.length > 0 ? `${table}\n\nRejected (the first of each file):\n${rejects.join('\n')}` : table;
}

/** @returns whether every build succeeded. */
async function followBuilds(
  context: CommandContext,
  send: Send,
  { run_ids }: ImportResult,
): Promise<boolean> {
  let succeeded = true;
  for (const id of run_ids) {
    const run = await followRun({ send, id, onEvent: createRunReporter(context) });
    context.note(describeRun(run));
    if (run.state !== 'success') succeeded = false;
  }
  return succeeded;
}
