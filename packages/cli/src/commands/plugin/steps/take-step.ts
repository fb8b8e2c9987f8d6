import type { Send, StepRequest } from '@honeyframe/contract/api';
import {
  createApiClient,
  describePlan as describeTitle,
  lifeCycleApi,
  type PluginPlan,
} from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { type CommandContext, CommandFailed } from '../../../command-context.ts';
import { type JsonOption, printResult } from '../../../output/print-result.ts';
import { describePlan } from '../plan-text/describe-plan.ts';

export interface StepOptions extends JsonOption {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** Shows a plan and nothing more. Fails where something blocks it, so that a script can ask. */
export async function showPlan(
  context: CommandContext,
  send: Send,
  request: StepRequest,
  options: JsonOption,
): Promise<void> {
  await using client = openClient(send, request);
  const plan = await client.plan({ body: { ...request, dry_run: true } });
  const ok = plan.blockers.length === 0;
  printResult(context, options, { ok, ...plan }, () => describePlan(plan));
  if (!ok) throw new CommandFailed();
}

/** Shows a plan, asks, and carries out exactly that one. */
export async function takeStep(
  context: CommandContext,
  send: Send,
  request: StepRequest,
  options: StepOptions,
): Promise<void> {
  if (options.dryRun) return showPlan(context, send, request, options);
  await using client = openClient(send, request);
  const plan = await client.plan({ body: request });
  if (plan.blockers.length > 0) {
    printResult(context, options, { ok: false, ...plan }, () => describePlan(plan));
    throw new CommandFailed();
  }
  // Beside JSON the plan is for whoever is asked; without a question nobody reads it.
  if (!options.json) context.print(describePlan(plan));
  else if (!options.yes) context.note(describePlan(plan));
  if (!options.yes) await requireYes(context, plan);
  const done = await client.apply({ body: { ...request, plan_id: plan.id } });
  printResult(context, options, { ok: true, ...done }, () => `\nDone: ${describeTitle(plan)}.`);
}

/** An archive waits only as long as somebody decides about it; what was installed of it stays. */
function openClient(send: Send, { upload }: StepRequest) {
  const client = createApiClient(lifeCycleApi, send);
  return {
    ...client,
    [Symbol.asyncDispose]: async () => {
      if (upload !== undefined) await client.discardUpload({ params: { upload } }).catch(() => undefined);
    },
  };
}

async function requireYes(context: CommandContext, plan: PluginPlan): Promise<void> {
  const what = describeTitle(plan);
  if (!context.confirm) throw new PlatformError('HF_CLI_CONFIRMATION_MISSING', { what: `'${what}'` });
  const approvals = plan.approvals.length;
  const agrees =
    approvals === 0 ? '' : `, and approve ${approvals === 1 ? 'one thing' : `${approvals} things`}`;
  if (await context.confirm(`\n${what}${agrees}?`)) return;
  context.note('Nothing was done.');
  throw new CommandFailed();
}
