import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { RunRow } from '../runs/stores/index.ts';
import type { FiringRow, ScheduleDefinition, ScheduleRow } from './schedule-row.ts';

export interface NewSchedule extends ScheduleDefinition {
  readonly org_id: string;
  readonly workspace: string;
  readonly enabled: boolean;
  readonly anchor: Date;
  readonly next_due_at: Date | null;
  readonly expected_since: Date;
  readonly created_by: string;
}

export interface LastFiring {
  readonly firing: FiringRow;
  readonly run: RunRow | undefined;
}

/** The SQL of what people see and change of schedules. */
export class ScheduleStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async list(orgId: string): Promise<ScheduleRow[]> {
    return await this.#queries
      .selectFrom('dbt_schedules')
      .selectAll()
      .where('org_id', '=', orgId)
      .orderBy('workspace')
      .orderBy(sql`lower(name)`)
      .orderBy('id')
      .execute();
  }

  async find(orgId: string, id: string): Promise<ScheduleRow | undefined> {
    return await this.#queries
      .selectFrom('dbt_schedules')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async insert(schedule: NewSchedule): Promise<ScheduleRow> {
    return await this.#queries
      .insertInto('dbt_schedules')
      .values({ ...schedule, origin: 'person' })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** `resumes`: what happened before is none of its business any more. */
  async update(
    { org_id, id }: ScheduleRow,
    change: Partial<Omit<ScheduleRow, 'id' | 'org_id' | 'seeded'>>,
    resumes: boolean,
  ): Promise<ScheduleRow | undefined> {
    return await this.#queries
      .updateTable('dbt_schedules')
      .set({ ...change, updated_at: sql`now()`, ...(resumes && { watched_since: sql`now()` }) })
      .where('org_id', '=', org_id)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
  }

  async delete({ org_id, id }: ScheduleRow): Promise<void> {
    await this.#queries
      .deleteFrom('dbt_schedules')
      .where('org_id', '=', org_id)
      .where('id', '=', id)
      .execute();
  }

  async hasImportSchedule(orgId: string, workspace: string, source: string): Promise<boolean> {
    const found = await this.#queries
      .selectFrom('dbt_schedules')
      .select('id')
      .where('org_id', '=', orgId)
      .where('workspace', '=', workspace)
      .where('on_import', '=', source)
      .where('enabled', '=', true)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** The newest entry of each schedule's ledger. */
  async listLastFirings(orgId: string): Promise<Map<string, LastFiring>> {
    const firings = await this.#queries
      .selectFrom('dbt_schedule_firings')
      .selectAll()
      .distinctOn('schedule_id')
      .where('org_id', '=', orgId)
      .orderBy('schedule_id')
      .orderBy('scheduled_for', 'desc')
      .execute();
    const ids = firings.flatMap(({ run_id }) => run_id ?? []);
    const runs = ids.length === 0 ? [] : await this.#listRuns(orgId, ids);
    const byId = new Map(runs.map((run) => [run.id, run]));
    return new Map(
      firings.map((firing) => [firing.schedule_id, { firing, run: byId.get(firing.run_id ?? '') }]),
    );
  }

  #listRuns(orgId: string, ids: readonly string[]): Promise<RunRow[]> {
    return this.#queries
      .selectFrom('dbt_runs')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('id', 'in', ids)
      .execute();
  }
}
