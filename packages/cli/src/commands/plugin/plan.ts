import {
  createApiClient,
  type PluginStep,
  pluginStepSchema,
  pluginsApi,
  type Send,
} from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { validateFolder } from '@honeyframe/host';
import type { Command } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useAnyOrg, useOrg } from '../../connection/use-org.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { describeBlockers } from './plan-text/describe-plan.ts';
import { prepareVersion } from './steps/prepare-version.ts';
import { readSubject } from './steps/step-subject.ts';
import { showPlan } from './steps/take-step.ts';

interface PlanOptions extends OrgOptions, JsonOption {
  readonly step?: string;
}

/** `honeyframe plugin plan` */
export function registerPluginPlan(plugin: Command, context: CommandContext): void {
  withOrg(
    plugin
      .command('plan')
      .description(
        'What a step would do, on every surface; nothing is written. Exit code 0 possible, 1 blocked, 2 wrong usage.',
      )
      .argument(
        '[version]',
        'a folder, a .tgz, an npm package or the name of a plugin; left out: this folder',
      )
      .option('--step <step>', `${pluginStepSchema.options.join(', ')}; left out: install, or upgrade`),
  ).action(async (given: string | undefined, options: PlanOptions) => {
    const step = readStep(options.step);
    const subject = readSubject(given ?? '.', context.cwd);
    if (subject.kind === 'folder') requireValid(subject.folder, context, options);
    await using connection = await connect(context, options);
    const isOfOrg = step === 'enable' || step === 'disable';
    const { send } = await (isOfOrg ? useOrg : useAnyOrg)(connection, options.org);
    const { asOperator } = connection;
    const { slug, request } = await prepareVersion(subject, { context, send, asOperator });
    await showPlan(context, send, { step: step ?? (await chooseStep(send, slug)), ...request }, options);
  });
}

/** Of a manifest with errors there is no plan: all of them are told, as what blocks it. */
function requireValid(folder: string, context: CommandContext, options: JsonOption): void {
  const { slug, state, diagnostics } = validateFolder(folder);
  if (state === 'valid') return;
  const blockers = diagnostics.filter(({ severity }) => severity === 'error');
  printResult(context, options, { ok: false, plugin: slug, blockers }, () => describeBlockers(blockers));
  throw new CommandFailed();
}

function readStep(given: string | undefined): PluginStep | undefined {
  if (given === undefined) return undefined;
  const step = pluginStepSchema.safeParse(given.replace(/^roll-?back$/, 'roll_back'));
  if (step.success) return step.data;
  const problem = `'${given}' is no step: choose ${pluginStepSchema.options.join(', ')}`;
  throw new PlatformError('HF_CLI_USAGE', { problem });
}

async function chooseStep(send: Send, slug: string): Promise<PluginStep> {
  const { plugins } = await createApiClient(pluginsApi, send).list();
  const found = plugins.find(({ name, state }) => name === slug && state !== 'shadowed');
  return found?.installed_at ? 'upgrade' : 'install';
}
