import type { Send, StepRequest } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import type { CommandContext } from '../../../command-context.ts';
import { connect } from '../../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../../connection/connection-options.ts';
import { useAnyOrg, useOrg } from '../../../connection/use-org.ts';
import { findGeneration } from './find-generation.ts';
import { prepareVersion } from './prepare-version.ts';
import { readSubject, requireName } from './step-subject.ts';
import { type StepOptions, takeStep } from './take-step.ts';

interface Options extends OrgOptions, StepOptions {
  readonly to?: string;
  readonly undoMigrations?: boolean;
  readonly keep?: boolean;
  readonly purge?: boolean;
}

/** `honeyframe plugin install`, `upgrade`, `rollback`, `enable`, `disable`, `uninstall`: each shows its plan and asks. */
export function registerPluginSteps(plugin: Command, context: CommandContext): void {
  registerVersionSteps(plugin, context);
  registerRollback(plugin, context);
  registerAvailability(plugin, context);
  registerUninstall(plugin, context);
}

const VERSION =
  'a folder, a .tgz, an npm package (@scope/name@1.2.0), or the name of a plugin whose folder was found';

function registerVersionSteps(plugin: Command, context: CommandContext): void {
  for (const step of ['install', 'upgrade'] as const) {
    const description =
      step === 'install'
        ? 'Install a plugin for the whole platform, after showing what that means.'
        : 'Put another version of an installed plugin to work, after showing what that means.';
    withStep(plugin.command(step).description(description).argument('<version>', VERSION)).action(
      async (given: string, options: Options) => {
        const subject = readSubject(given, context.cwd);
        await using connection = await connect(context, options);
        const { send } = await useAnyOrg(connection, options.org);
        const { asOperator } = connection;
        const { request } = await prepareVersion(subject, { context, send, asOperator });
        await takeStep(context, send, { step, ...request }, options);
      },
    );
  }
}

function registerRollback(plugin: Command, context: CommandContext): void {
  withStep(
    plugin
      .command('rollback')
      .description('Put an earlier version of a plugin to work; its tables stay as they are.')
      .argument('<name>', 'the plugin')
      .option('--to <version>', 'a version, or the beginning of a generation; left out: the one before')
      .option('--undo-migrations', 'run the down files of migrations that the earlier version does not know'),
  ).action(async (given: string, options: Options) => {
    const { plugin: slug = given } = requireName(given);
    await using connection = await connect(context, options);
    const { send } = await useAnyOrg(connection, options.org);
    await takeStep(context, send, await toRollback(send, slug, options), options);
  });
}

async function toRollback(send: Send, plugin: string, { to, undoMigrations }: Options): Promise<StepRequest> {
  return {
    step: 'roll_back',
    plugin,
    ...(to !== undefined && { generation: await findGeneration(send, plugin, to) }),
    ...(undoMigrations && { undo_migrations: true }),
  };
}

function registerAvailability(plugin: Command, context: CommandContext): void {
  for (const step of ['enable', 'disable'] as const) {
    const description =
      step === 'enable'
        ? 'Let an organisation use an installed plugin.'
        : 'Take a plugin away from an organisation; its data, groups and grants are kept.';
    withStep(plugin.command(step).description(description).argument('<name>', 'the plugin')).action(
      async (given: string, options: Options) => {
        const named = requireName(given);
        await using connection = await connect(context, options);
        const { send } = await useOrg(connection, options.org);
        await takeStep(context, send, { step, ...named }, options);
      },
    );
  }
}

function registerUninstall(plugin: Command, context: CommandContext): void {
  withStep(
    plugin
      .command('uninstall')
      .description('Remove a plugin from the whole platform, after showing what goes and what stays.')
      .argument('<name>', 'the plugin')
      .option('--keep', 'keep its data for a later installation; so it is without --purge')
      .option('--purge', 'delete its data too: nothing of it is left'),
  ).action(async (given: string, options: Options) => {
    const named = requireName(given);
    if (options.keep && options.purge)
      throw new PlatformError('HF_CLI_USAGE', { problem: '--keep and --purge exclude each other' });
    await using connection = await connect(context, options);
    const { send } = await useAnyOrg(connection, options.org);
    const data = options.purge ? 'purge' : 'keep';
    await takeStep(context, send, { step: 'uninstall', ...named, data }, options);
  });
}

/** Adds --org, --url, --token, --json, --dry-run and --yes. */
function withStep(command: Command): Command {
  return withOrg(command)
    .option('--dry-run', 'show the plan and do nothing; exit code 1 when something blocks it')
    .option('--yes', 'do not ask, and approve all that the plan lists');
}
