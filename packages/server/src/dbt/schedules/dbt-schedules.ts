import { PlatformError } from '@honeyframe/contract';
import type { DbtRun, DbtSchedule, ScheduleInput, ScheduleTime } from '@honeyframe/contract/api';
import type { AuditActor, AuditLog } from '../../audit/index.ts';
import type { Database, Queries } from '../../database/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import type { Clock } from '../../system/index.ts';
import { toRun } from '../runs/stores/index.ts';
import { describeNext, describeSchedule } from './describe-schedule.ts';
import { fireByHand } from './fire-by-hand.ts';
import { readSeeded } from './plugin-schedules.ts';
import { readDefinition, readTiming, refuse, type TimingInput } from './read-definition.ts';
import { hasSameTiming, type ScheduleDefinition, type ScheduleRow, toDefinition } from './schedule-row.ts';
import type { ScheduleStore } from './schedule-store.ts';
import { createScheduleTimes } from './times/schedule-times.ts';

export interface DbtSchedulesOptions {
  readonly store: ScheduleStore;
  readonly clock: Clock;
  readonly database: Pick<Database, 'ownerQueries'>;
  readonly queue: JobQueue;
  readonly auditLog: AuditLog;
  /** Whether the organisation has this workspace: its plugin is enabled there. */
  readonly isVisible: (orgId: string, workspace: string) => Promise<boolean>;
  /** Hears that a run was queued. */
  readonly onQueued: () => void;
}

/** The schedules of every organisation, as people see and change them. */
export class DbtSchedules {
  readonly #options: DbtSchedulesOptions;

  constructor(options: DbtSchedulesOptions) {
    this.#options = options;
  }

  /** Those of workspaces that the organisation has. */
  async list(orgId: string): Promise<DbtSchedule[]> {
    const { store, clock, isVisible } = this.#options;
    const [rows, last] = [await store.list(orgId), await store.listLastFirings(orgId)];
    const now = await clock.now();
    const schedules: DbtSchedule[] = [];
    for (const row of rows) {
      if (await isVisible(orgId, row.workspace)) schedules.push(describeSchedule(row, now, last.get(row.id)));
    }
    return schedules;
  }

  /** Throws HF_SCHEDULE_INVALID or HF_DBT_WORKSPACE_UNKNOWN. */
  async create(orgId: string, input: ScheduleInput, by: AuditActor): Promise<DbtSchedule> {
    const { store, clock } = this.#options;
    const { workspace, enabled } = input;
    const definition = readDefinition(input);
    await this.#requireWorkspace(orgId, workspace);
    await this.#requireCause(orgId, workspace, definition);
    const anchor = await clock.now();
    const next_due_at = createScheduleTimes({ ...definition, anchor }).nextAfter(anchor) ?? null;
    const times = { anchor, next_due_at, expected_since: anchor };
    const own = { org_id: orgId, workspace, enabled, ...times, created_by: by.name };
    const row = await store.insert({ ...definition, ...own });
    await this.#audit('schedule.created', by, row);
    return describeSchedule(row, anchor, undefined);
  }

  /** Throws HF_SCHEDULE_INVALID. A schedule stays with its workspace. */
  async update(orgId: string, id: string, input: ScheduleInput, by: AuditActor): Promise<DbtSchedule> {
    const row = await this.#require(orgId, id);
    if (input.workspace !== row.workspace)
      throw refuse('workspace', `it is '${row.workspace}' and cannot be changed`);
    const definition = readDefinition(input);
    await this.#requireCause(orgId, row.workspace, definition);
    return await this.#change(row, { definition, enabled: input.enabled, action: 'schedule.changed', by });
  }

  async switch(orgId: string, id: string, enabled: boolean, by: AuditActor): Promise<DbtSchedule> {
    const row = await this.#require(orgId, id);
    const action = enabled ? 'schedule.switched_on' : 'schedule.switched_off';
    return await this.#change(row, { definition: toDefinition(row), enabled, action, by });
  }

  /** Throws HF_SCHEDULE_OF_PERSON. */
  async reset(orgId: string, id: string, by: AuditActor): Promise<DbtSchedule> {
    const row = await this.#require(orgId, id);
    const definition = readSeeded(row);
    if (!definition) throw new PlatformError('HF_SCHEDULE_OF_PERSON', { name: row.name });
    return await this.#change(row, { definition, enabled: true, action: 'schedule.reset', by });
  }

  /** Throws HF_SCHEDULE_OF_PLUGIN. */
  async delete(orgId: string, id: string, by: AuditActor): Promise<void> {
    const row = await this.#require(orgId, id);
    if (row.origin === 'plugin')
      throw new PlatformError('HF_SCHEDULE_OF_PLUGIN', { name: row.name, plugin: row.workspace });
    await this.#options.store.delete(row);
    await this.#audit('schedule.deleted', by, row);
  }

  /** Builds now what it builds. */
  async fire(orgId: string, id: string, by: AuditActor): Promise<DbtRun> {
    const { database, clock, onQueued } = this.#options;
    const row = await this.#require(orgId, id);
    await this.#requireWorkspace(orgId, row.workspace);
    const at = await clock.now();
    const run = await database.ownerQueries.transaction().execute(async (transaction) => {
      await this.#audit('schedule.fired', by, row, transaction);
      return await fireByHand({ ...this.#options, transaction, schedule: row, by, at });
    });
    onQueued();
    return toRun(run);
  }

  /** Whether a schedule says what an import builds; then nothing else does. */
  async followsImport(orgId: string, workspace: string, source: string): Promise<boolean> {
    return await this.#options.store.hasImportSchedule(orgId, workspace, source);
  }

  /** Throws HF_SCHEDULE_INVALID. */
  async preview(input: TimingInput): Promise<ScheduleTime[]> {
    const now = await this.#options.clock.now();
    return describeNext({ ...readTiming(input), anchor: now }, now);
  }

  async #change(
    row: ScheduleRow,
    change: { definition: ScheduleDefinition; enabled: boolean; action: string; by: AuditActor },
  ): Promise<DbtSchedule> {
    const { store, clock } = this.#options;
    const { definition, enabled } = change;
    const now = await clock.now();
    const isRetimed = !hasSameTiming(row, definition);
    // Times that passed while it was off were not meant to fire.
    const resumes = isRetimed || (enabled && !row.enabled);
    const anchor = isRetimed ? now : row.anchor;
    const next_due_at = createScheduleTimes({ ...definition, anchor }).nextAfter(now) ?? null;
    const times = resumes ? { anchor, next_due_at } : {};
    const expectsAnew = resumes || definition.expect_within !== row.expect_within;
    const expected = expectsAnew ? { expected_since: now } : {};
    const updated = await store.update(row, { ...definition, enabled, ...times, ...expected }, resumes);
    if (!updated) throw unknown(row.id);
    await this.#audit(change.action, change.by, updated);
    const last = await store.listLastFirings(row.org_id);
    return describeSchedule(updated, now, last.get(row.id));
  }

  async #require(orgId: string, id: string): Promise<ScheduleRow> {
    const row = await this.#options.store.find(orgId, id);
    if (row && (await this.#options.isVisible(orgId, row.workspace))) return row;
    throw unknown(id);
  }

  async #requireWorkspace(orgId: string, workspace: string): Promise<void> {
    if (await this.#options.isVisible(orgId, workspace)) return;
    throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace });
  }

  /** A circle of successes would build for ever. */
  async #requireCause(
    orgId: string,
    workspace: string,
    { on_success_of }: ScheduleDefinition,
  ): Promise<void> {
    if (on_success_of === null) return;
    if (!(await this.#options.isVisible(orgId, on_success_of)))
      throw refuse('on_success_of', `there is no workspace '${on_success_of}' here`);
    const rows = await this.#options.store.list(orgId);
    const path = [on_success_of];
    for (const slug of path) {
      if (slug === workspace)
        throw refuse('on_success_of', `'${on_success_of}' is built after '${workspace}' itself`);
      for (const row of rows) {
        if (row.workspace === slug && row.on_success_of && !path.includes(row.on_success_of))
          path.push(row.on_success_of);
      }
    }
  }

  async #audit(action: string, actor: AuditActor, row: ScheduleRow, transaction?: Queries): Promise<void> {
    const { name, workspace, kind, cron, timezone, every_seconds, on_success_of, on_import } = row;
    const { selection, misfire, overlap, is_full, expect_within, enabled } = row;
    const details = {
      ...{ name, workspace, kind, cron, timezone, every_seconds, on_success_of, on_import },
      ...{ selection, misfire, overlap, is_full, expect_within, enabled },
    };
    const written = {
      org_id: row.org_id,
      actor,
      action,
      target_type: 'schedule',
      target_id: row.id,
      details,
    };
    await this.#options.auditLog.record(written, transaction);
  }
}

function unknown(id: string): PlatformError {
  return new PlatformError('HF_CORE_NOT_FOUND', { what: `schedule ${id}` });
}
