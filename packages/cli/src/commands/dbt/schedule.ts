import {
  createApiClient,
  type DbtSchedule,
  dbtSchedulesApi,
  type MisfirePolicy,
  misfirePolicies,
  type OverlapPolicy,
  overlapPolicies,
  type ScheduleKind,
} from '@honeyframe/contract/api';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext, CommandFailed } from '../../command-context.ts';
import { connect } from '../../connection/connect.ts';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import { useOrg } from '../../connection/use-org.ts';
import { formatTable } from '../../output/format-table.ts';
import { type JsonOption, printResult } from '../../output/print-result.ts';
import { describeNext, describeTiming } from './schedule-words.ts';

type Options = OrgOptions & JsonOption;

interface DefinitionOptions extends Options {
  readonly name?: string;
  readonly cron?: string;
  readonly timezone?: string;
  readonly every?: string;
  readonly afterSuccessOf?: string;
  readonly afterImport?: string;
  readonly select?: string;
  readonly misfire?: MisfirePolicy;
  readonly overlap?: OverlapPolicy;
  readonly full?: boolean;
  /** Minutes; 0 for nobody waits for it. */
  readonly expectWithin?: number;
}

type Client = ReturnType<typeof createApiClient<typeof dbtSchedulesApi>>;

/** `honeyframe dbt schedule …` */
export function registerDbtSchedule(dbt: Command, context: CommandContext): void {
  const schedule = dbt.command('schedule').description('When workspaces are built by themselves.');
  for (const register of [
    registerList,
    registerAdd,
    registerEdit,
    registerSwitches,
    registerRemove,
    registerNext,
  ])
    register(schedule, context);
}

function registerList(schedule: Command, context: CommandContext): void {
  withOrg(
    schedule.command('list').description('Schedules of the organisation, and when each fires next.'),
  ).action((options: Options) =>
    withClient(context, options, async (client) => {
      const result = await client.listSchedules();
      printResult(context, options, result, () => formatSchedules(result.schedules));
    }),
  );
}

function registerAdd(schedule: Command, context: CommandContext): void {
  withOrg(
    withDefinition(schedule.command('add').description('Build a workspace on a schedule.'))
      .argument('<workspace>', "'platform' or a plugin's slug; 'dbt list' names them")
      .argument('<name>', 'what the Schedules page shows'),
  ).action((workspace: string, name: string, options: DefinitionOptions) =>
    withClient(context, options, async (client) => {
      const body = { workspace, ...toInput(undefined, { ...options, name }) };
      report(context, options, await client.createSchedule({ body }), 'Added');
    }),
  );
}

function registerEdit(schedule: Command, context: CommandContext): void {
  withOrg(
    withDefinition(schedule.command('edit').description('Change a schedule; what is not named stays.'))
      .option('--name <name>', 'what the Schedules page shows')
      .argument('<schedule>', 'its name or id'),
  ).action((wanted: string, options: DefinitionOptions) =>
    withClient(context, options, async (client) => {
      const known = await findSchedule(client, context, wanted);
      const body = { workspace: known.workspace, enabled: known.enabled, ...toInput(known, options) };
      report(context, options, await client.updateSchedule({ params: { id: known.id }, body }), 'Changed');
    }),
  );
}

const switches = [
  { verb: 'enable', description: 'Switch on a schedule.', enabled: true, done: 'Switched on' },
  { verb: 'disable', description: 'Switch off a schedule.', enabled: false, done: 'Switched off' },
] as const;

function registerSwitches(schedule: Command, context: CommandContext): void {
  for (const { verb, description, enabled, done } of switches) {
    withOrg(schedule.command(verb).description(description).argument('<schedule>', 'its name or id')).action(
      (wanted: string, options: Options) =>
        withClient(context, options, async (client) => {
          const { id } = await findSchedule(client, context, wanted);
          report(context, options, await client.switchSchedule({ params: { id }, body: { enabled } }), done);
        }),
    );
  }
}

function registerRemove(schedule: Command, context: CommandContext): void {
  withOrg(
    schedule
      .command('remove')
      .description('Delete a schedule that a person made.')
      .argument('<schedule>', 'its name or id'),
  ).action((wanted: string, options: Options) =>
    withClient(context, options, async (client) => {
      const known = await findSchedule(client, context, wanted);
      await client.deleteSchedule({ params: { id: known.id } });
      printResult(context, options, {}, () => `Removed '${known.name}'.`);
    }),
  );
}

function registerNext(schedule: Command, context: CommandContext): void {
  withOrg(
    schedule
      .command('next')
      .description('The next five times of a schedule, in its zone and yours.')
      .argument('<schedule>', 'its name or id'),
  ).action((wanted: string, options: Options) =>
    withClient(context, options, async (client) => {
      const known = await findSchedule(client, context, wanted);
      printResult(context, options, known.next, () => formatTimes(known));
    }),
  );
}

async function withClient(
  context: CommandContext,
  options: Options,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  await using connection = await connect(context, options);
  const { send } = await useOrg(connection, options.org);
  await work(createApiClient(dbtSchedulesApi, send));
}

function report(context: CommandContext, options: Options, result: DbtSchedule, done: string): void {
  printResult(context, options, result, () => `${done} '${result.name}': ${describeTiming(result)}.`);
}

function withDefinition(command: Command): Command {
  return command
    .option('--cron <expression>', "a cron expression such as '0 6 * * *'")
    .option('--timezone <zone>', 'the zone that --cron is read in, such as Europe/Berlin; UTC by default')
    .option('--every <distance>', '30m, 6h, 1d')
    .option('--after-success-of <workspace>', 'after each successful build of this workspace')
    .option('--after-import <source>', 'after each import of this raw source')
    .option('--select <nodes>', "only these nodes, as dbt's --select takes them")
    .addOption(
      new Option('--misfire <policy>', 'times that passed while the platform was down').choices([
        ...misfirePolicies,
      ]),
    )
    .addOption(
      new Option('--overlap <policy>', 'while the build before goes on').choices([...overlapPolicies]),
    )
    .option('--full', 'also build what nothing has changed for')
    .option('--no-full', 'leave out what nothing has changed for')
    .option('--expect-within <minutes>', 'after that its build is late; 0 for never', parseMinutes);
}

/** What a schedule is after these options: a new time takes the place of the old one as a whole. */
function toInput(known: DbtSchedule | undefined, options: DefinitionOptions) {
  const timing = readTiming(options) ?? (known ? keepTiming(known, options) : { kind: 'cron' as const });
  const select = options.select ?? known?.select ?? undefined;
  return {
    name: options.name ?? known?.name ?? '',
    ...timing,
    ...(select !== undefined && { select }),
    misfire: options.misfire ?? known?.misfire ?? 'latest',
    overlap: options.overlap ?? known?.overlap ?? 'queue',
    full: options.full ?? known?.full ?? false,
    expect_within: (options.expectWithin ?? known?.expect_within) || null,
  };
}

function parseMinutes(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number of minutes, such as 90.');
}

function readTiming(options: DefinitionOptions): { kind: ScheduleKind } | undefined {
  const { cron, timezone, every, afterSuccessOf, afterImport } = options;
  if (cron !== undefined) return { kind: 'cron', ...{ cron, ...(timezone !== undefined && { timezone }) } };
  if (every !== undefined) return { kind: 'interval', ...{ every } };
  if (afterSuccessOf !== undefined) return { kind: 'on_success', ...{ on_success_of: afterSuccessOf } };
  if (afterImport !== undefined) return { kind: 'on_import', ...{ on_import: afterImport } };
  return undefined;
}

function keepTiming(known: DbtSchedule, { timezone }: DefinitionOptions) {
  const { kind, cron, every, on_success_of, on_import } = known;
  const fields = { cron, timezone: timezone ?? known.timezone, every, on_success_of, on_import };
  const given = Object.entries(fields).filter(([, value]) => value !== null);
  return { kind, ...Object.fromEntries(given) };
}

async function findSchedule(client: Client, context: CommandContext, wanted: string): Promise<DbtSchedule> {
  const { schedules } = await client.listSchedules();
  const found = schedules.filter(({ id, name }) => id === wanted || name === wanted);
  if (found[0] && found.length === 1) return found[0];
  const known = schedules.map(({ id, name, workspace }) => `  ${id}  ${name} (${workspace})`);
  const problem =
    found.length > 1
      ? `More than one schedule is called '${wanted}'`
      : `There is no schedule '${wanted}' here`;
  context.note([`${problem}. Name one of these by its id:`, ...known].join('\n'));
  throw new CommandFailed();
}

function formatSchedules(schedules: readonly DbtSchedule[]): string {
  return formatTable(schedules, [
    { title: 'NAME', value: (schedule) => schedule.name },
    { title: 'WORKSPACE', value: (schedule) => schedule.workspace },
    { title: 'WHEN', value: describeTiming },
    { title: 'ON', value: (schedule) => (schedule.enabled ? 'yes' : 'no') },
    { title: 'NEXT', value: (schedule) => schedule.next[0]?.in_zone },
    { title: 'LAST', value: ({ last_firing: last }) => last?.run?.state ?? last?.outcome },
    { title: 'FROM', value: ({ origin, created_by }) => (origin === 'plugin' ? 'plugin' : created_by) },
    { title: 'ID', value: (schedule) => schedule.id },
  ]);
}

function formatTimes(schedule: DbtSchedule): string {
  if (schedule.next.length === 0)
    return schedule.enabled ? `It fires ${describeTiming(schedule)}.` : 'It is switched off.';
  const zone = schedule.timezone ?? 'UTC';
  return formatTable(describeNext(schedule), [
    { title: zone.toUpperCase(), value: (time) => time.in_zone },
    { title: 'HERE', value: (time) => time.here },
  ]);
}
