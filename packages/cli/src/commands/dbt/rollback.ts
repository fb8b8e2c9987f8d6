import { createApiClient, dbtVersionsApi, type WorkspaceVersion } from '@honeyframe/contract/api';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';

interface RollBackOptions extends OrgOptions, JsonOption {
  readonly to?: number;
  readonly list?: true;
}

/** `honeyframe dbt rollback` */
export function registerDbtRollback(dbt: Command, context: CommandContext): void {
  withOrg(
    dbt
      .command('rollback')
      .description('Show readers an earlier version of a workspace again; the next build begins with it.')
      .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them")
      .option('--to <version>', 'the version; the one before the current where it is left out', parseVersion)
      .option('--list', 'only show the versions that are there'),
  ).action(async (slug: string, { to, list, ...options }: RollBackOptions) => {
    await using connection = await connect(context, options);
    const { send } = await useOrg(connection, options.org);
    const client = createApiClient(dbtVersionsApi, send);
    const params = { slug };
    const body = to === undefined ? {} : { version: to };
    const result = await (list ? client.listVersions({ params }) : client.rollBack({ params, body }));
    printResult(context, options, result, () =>
      list ? describeVersions(result.versions) : describeCurrent(slug, result.versions),
    );
  });
}

function describeVersions(versions: readonly WorkspaceVersion[]): string {
  return formatTable(versions, [
    { title: 'VERSION', value: ({ version }) => String(version) },
    { title: 'READERS SEE', value: ({ is_current }) => (is_current ? 'this one' : '') },
    { title: 'BUILT AT', value: ({ built_at }) => built_at },
    { title: 'MB', value: ({ bytes }) => (bytes / 1e6).toFixed(1) },
    { title: 'RUN', value: ({ run_id }) => run_id },
  ]);
}

function describeCurrent(slug: string, versions: readonly WorkspaceVersion[]): string {
  const current = versions.find(({ is_current }) => is_current);
  return `Readers of '${slug}' see version ${current?.version}, built at ${current?.built_at}.`;
}

function parseVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("'dbt rollback --list' shows the numbers.");
}
