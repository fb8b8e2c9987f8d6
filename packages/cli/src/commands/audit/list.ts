import { auditApi, createApiClient } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { printResult } from '../../output/print-result.ts';
import { type FilterOptions, readFilters, withFilters } from './filter-options.ts';

interface ListOptions extends FilterOptions {
  readonly limit: string;
}

const MAX_LIMIT = 200;

/** `honeyframe audit list` */
export function registerAuditList(audit: Command, context: CommandContext): void {
  withFilters(
    audit
      .command('list')
      .description('The newest events that fit.')
      .option('--limit <count>', `at most ${MAX_LIMIT}; for more use 'audit export'`, '50'),
  ).action(async (options: ListOptions) => {
    const query = { ...readFilters(options), limit: readLimit(options.limit) };
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const result = await createApiClient(auditApi, send).list({ query });
    printResult(context, options, result, () =>
      formatTable(result.rows, [
        { title: 'AT', value: (event) => event.at },
        { title: 'ACTOR', value: (event) => event.actor },
        { title: 'ACTION', value: (event) => event.action },
        { title: 'PLUGIN', value: (event) => event.plugin },
        {
          title: 'TARGET',
          value: ({ target_type, target_id }) => target_type && `${target_type} ${target_id}`,
        },
      ]),
    );
    if (result.next_cursor) context.note(`There are more: these are the newest ${result.rows.length}.`);
  });
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new PlatformError('HF_CLI_USAGE', {
    problem: `'${text}' of --limit is no number from 1 to ${MAX_LIMIT}`,
  });
}
