import type { PluginSchedule } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import { parseEvery } from './read-definition.ts';
import {
  hasSameTiming,
  type ScheduleDefinition,
  type ScheduleRow,
  timingFields,
  toDefinition,
} from './schedule-row.ts';
import { createScheduleTimes } from './times/schedule-times.ts';

export interface PluginSchedules {
  readonly plugin: string;
  readonly schedules: readonly PluginSchedule[];
  readonly orgIds: readonly string[];
  readonly now: Date;
}

/** By the name that the plan and the ledger show too. */
export function nameSchedules(schedules: readonly PluginSchedule[]): Map<string, ScheduleDefinition> {
  return new Map(
    schedules.map((schedule, index) => {
      const name = schedule.name ?? `schedule ${index + 1}`;
      return [name, fromManifest(name, schedule)];
    }),
  );
}

/**
 * Gives organisations what a version of a plugin declares, merged with what they made of it: a field that somebody changed
 * stays, any other follows the plugin. One that the plugin no longer declares goes, or is the organisation's own from
 * then on where it was changed.
 */
export async function settlePluginSchedules(queries: Queries, options: PluginSchedules): Promise<void> {
  const { plugin, orgIds, now } = options;
  if (orgIds.length === 0) return;
  const wanted = nameSchedules(options.schedules);
  const rows = await queries
    .selectFrom('dbt_schedules')
    .selectAll()
    .where('workspace', '=', plugin)
    .where('origin', '=', 'plugin')
    .where('org_id', 'in', orgIds)
    .execute();
  const known = new Set(rows.map((row) => `${row.org_id} ${row.schedule_key}`));
  for (const row of rows) await followPlugin(queries, row, wanted.get(row.schedule_key ?? ''), now);
  for (const org_id of orgIds) {
    for (const [key, definition] of wanted) {
      if (!known.has(`${org_id} ${key}`))
        await insertSeeded(queries, { org_id, plugin, key, definition, now });
    }
  }
}

/** Whether somebody made something else of it. */
export function isChanged(row: ScheduleRow): boolean {
  const seeded = readSeeded(row);
  if (!seeded) return false;
  const own = toDefinition(row);
  return !row.enabled || definitionFields.some((field) => own[field] !== seeded[field]);
}

/** What the plugin brought. */
export function readSeeded(row: ScheduleRow): ScheduleDefinition | undefined {
  // Written below, from the same type; by an earlier platform without the fields that came later.
  const seeded = row.seeded as unknown as ScheduleDefinition | null;
  return seeded ? { ...later, ...seeded } : undefined;
}

const later = { is_full: false, expect_within: null } as const;
const ownFields = ['name', 'selection', 'misfire', 'overlap', 'is_full', 'expect_within'] as const;
const definitionFields = [...ownFields, ...timingFields];

async function followPlugin(
  queries: Queries,
  row: ScheduleRow,
  wanted: ScheduleDefinition | undefined,
  now: Date,
): Promise<void> {
  const update = queries.updateTable('dbt_schedules').where('id', '=', row.id);
  if (wanted) {
    const merged = mergeDefinitions(row, wanted);
    const isRetimed = !hasSameTiming(row, merged);
    const times = isRetimed ? { anchor: now, next_due_at: findNext(merged, now) } : {};
    const expectsAnew = isRetimed || merged.expect_within !== row.expect_within;
    const expected = expectsAnew ? { expected_since: now } : {};
    await update.set({ ...merged, ...times, ...expected, seeded: JSON.stringify(wanted) }).execute();
    return;
  }
  if (isChanged(row)) {
    await update.set({ origin: 'person', schedule_key: null, seeded: null }).execute();
    return;
  }
  await queries.deleteFrom('dbt_schedules').where('id', '=', row.id).execute();
}

/** When it fires is one thing: half of the plugin's and half of somebody's would be nobody's. */
function mergeDefinitions(row: ScheduleRow, wanted: ScheduleDefinition): ScheduleDefinition {
  const own = toDefinition(row);
  const seeded = readSeeded(row) ?? own;
  const timing = hasSameTiming(own, seeded) ? wanted : own;
  const { kind, cron, timezone, every_seconds, on_success_of, on_import } = timing;
  return {
    name: own.name === seeded.name ? wanted.name : own.name,
    selection: own.selection === seeded.selection ? wanted.selection : own.selection,
    misfire: own.misfire === seeded.misfire ? wanted.misfire : own.misfire,
    overlap: own.overlap === seeded.overlap ? wanted.overlap : own.overlap,
    is_full: own.is_full === seeded.is_full ? wanted.is_full : own.is_full,
    expect_within: own.expect_within === seeded.expect_within ? wanted.expect_within : own.expect_within,
    ...{ kind, cron, timezone, every_seconds, on_success_of, on_import },
  };
}

interface SeededSchedule {
  readonly org_id: string;
  readonly plugin: string;
  readonly key: string;
  readonly definition: ScheduleDefinition;
  readonly now: Date;
}

async function insertSeeded(queries: Queries, seeded: SeededSchedule): Promise<void> {
  const { org_id, plugin, key, definition, now } = seeded;
  await queries
    .insertInto('dbt_schedules')
    .values({
      ...definition,
      org_id,
      workspace: plugin,
      origin: 'plugin',
      schedule_key: key,
      seeded: JSON.stringify(definition),
      anchor: now,
      expected_since: now,
      next_due_at: findNext(definition, now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function findNext(definition: ScheduleDefinition, now: Date): Date | null {
  return createScheduleTimes({ ...definition, anchor: now }).nextAfter(now) ?? null;
}

function fromManifest(name: string, schedule: PluginSchedule): ScheduleDefinition {
  const { cron, every, on_success_of, on_import } = schedule;
  return {
    name,
    kind: cron ? 'cron' : every ? 'interval' : on_success_of ? 'on_success' : 'on_import',
    cron: cron ?? null,
    timezone: cron ? (schedule.timezone ?? 'UTC') : null,
    every_seconds: every ? parseEvery(every) : null,
    on_success_of: on_success_of ?? null,
    on_import: on_import ?? null,
    selection: schedule.select ?? null,
    misfire: schedule.misfire ?? 'latest',
    overlap: schedule.overlap ?? 'queue',
    is_full: schedule.full ?? false,
    expect_within: schedule.expect_within ?? null,
  };
}
