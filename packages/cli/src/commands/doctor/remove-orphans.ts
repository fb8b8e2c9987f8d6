import { createApiClient, type EndpointOutput, type Orphan, orphansApi } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import type { ConnectionOptions } from '../../connection/connection-options.ts';
import { useAnyOrg } from '../../connection/use-org.ts';
import { countOf } from '../../output/format-amount.ts';
import type { JsonOption } from '../../output/print-result.ts';
import { toLine } from '../../output/to-line.ts';
import { describeOrphan } from './check-orphans.ts';

export interface RepairOptions {
  readonly fix?: boolean;
  readonly yes?: boolean;
}

export type Repair = EndpointOutput<typeof orphansApi.remove>;

/** Removes what belongs to nobody, and nothing that was not shown. Needs a platform that runs: only it knows. */
export async function removeOrphans(
  context: CommandContext,
  options: ConnectionOptions & JsonOption & RepairOptions,
): Promise<Repair> {
  await using connection = await connect(context, options);
  const { send } = await useAnyOrg(connection, undefined);
  const client = createApiClient(orphansApi, send);
  const { orphans } = await client.list();
  if (orphans.length === 0) return { removed: [], failed: [] };
  if (!options.yes) await requireYes(context, orphans, options);
  // Awaited here: the connection ends with this function.
  return await client.remove({ body: { orphans: orphans.map(({ kind, name }) => ({ kind, name })) } });
}

async function requireYes(
  context: CommandContext,
  orphans: readonly Orphan[],
  { json }: JsonOption,
): Promise<void> {
  const what = `remove ${countOf(orphans.length, 'thing')} for good`;
  if (!context.confirm) throw new PlatformError('HF_CLI_CONFIRMATION_MISSING', { what: `'${what}'` });
  if (json) for (const orphan of orphans) context.note(describeOrphan(orphan));
  if (await context.confirm(`\nR${what.slice(1)}?`)) return;
  context.note('Nothing was done.');
  throw new CommandFailed();
}

export function describeRepair({ removed, failed }: Repair): string {
  if (removed.length + failed.length === 0) return '\nThere was nothing to remove.';
  const lines = failed.map(({ kind, name, reason }) => toLine(`problem ${kind} '${name}': ${reason}`));
  return [`\nRemoved ${countOf(removed.length, 'thing')}.`, ...lines].join('\n');
}
