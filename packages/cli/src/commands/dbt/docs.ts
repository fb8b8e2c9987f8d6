import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ApiError, buildPath, createApiClient, dbtDocsApi, type Send } from '@honeyframe/contract/api';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

interface DocsOptions extends OrgOptions, JsonOption {
  readonly output?: string;
}

const POLL_MILLISECONDS = 500;

/** `honeyframe dbt docs` */
export function registerDbtDocs(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('docs')
      .description("Write dbt's own documentation of what readers see to a page that needs nothing else.")
      .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them")
      .option('--output <file>', "where to; '<workspace>-docs.html' where it is left out"),
  ).action(async (slug: string, options: DocsOptions) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const problem = await waitForDocs(send, slug);
    if (problem !== undefined) {
      context.note(problem);
      throw new CommandFailed(2);
    }
    const file = path.resolve(context.cwd, options.output ?? `${slug}-docs.html`);
    const page = await download(send, slug);
    await writeFile(file, page);
    printResult(context, options, { file, bytes: page.length }, () => `Wrote ${file}.`);
  });
}

/** @returns why it could not be made. */
async function waitForDocs(send: Send, slug: string): Promise<string | undefined> {
  const client = createApiClient(dbtDocsApi, send);
  while (true) {
    const { state, message } = await client.requestDocs({ params: { slug } });
    if (state === 'failed') return message ?? 'dbt could not write it.';
    if (state === 'ready') return undefined;
    await setTimeout(POLL_MILLISECONDS);
  }
}

async function download(send: Send, slug: string): Promise<Buffer> {
  const { method, path: address } = dbtDocsApi.openDocs;
  const response = await send(buildPath(address, { params: { slug } }), { method });
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Record<string, unknown>);
  return Buffer.from(await response.arrayBuffer());
}
