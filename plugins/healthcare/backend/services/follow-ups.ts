import type { ContextUser, RequestContext, Sql } from '@honeyframe/sdk/backend';
import type { FollowUp } from '../schemas/patient-list.ts';
import { isOneOf, joinValues } from './select-builder.ts';

interface FollowUpRow extends Record<string, unknown> {
  readonly patient_id: string;
  readonly reason: string;
  readonly flagged_at: Date;
  readonly flagged_by_name: string;
}

/** The flags of the organisation by patient; only of the given patients where a list is given. */
export async function readFollowUps(db: Sql, patientIds?: readonly string[]): Promise<Map<string, FollowUp>> {
  const rows = await db.query<FollowUpRow>(
    `select patient_id, reason, flagged_at, flagged_by_name from follow_ups
     where $1::text[] is null or patient_id = any($1)`,
    [patientIds ?? null],
  );
  return new Map(rows.map((row) => [row.patient_id, toFollowUp(row)]));
}

/** Flagged patients among those of the data: an import may have taken some away, whose flags are kept. */
export async function countFollowUps({
  warehouse,
  db,
}: Pick<RequestContext, 'warehouse' | 'db'>): Promise<number> {
  const flagged = [...(await readFollowUps(db)).keys()];
  if (flagged.length === 0) return 0;
  const [row] = await warehouse.query<{ total: number }>(
    `select count(*) as total from healthcare.patients where ${isOneOf('patient_id', '$1')}`,
    [joinValues(flagged)],
  );
  return row?.total ?? 0;
}

/** Sets the flag, or changes its reason. */
export async function setFollowUp(
  ctx: Pick<RequestContext, 'db' | 'org' | 'user'>,
  patientId: string,
  reason: string,
): Promise<FollowUp> {
  const [row] = await ctx.db.query<FollowUpRow>(
    `insert into follow_ups (org_id, patient_id, flagged_by, flagged_by_name, reason) values ($1, $2, $3, $4, $5)
     on conflict (org_id, patient_id) do update set reason = excluded.reason, flagged_by = excluded.flagged_by,
       flagged_by_name = excluded.flagged_by_name, flagged_at = now()
     returning patient_id, reason, flagged_at, flagged_by_name`,
    [ctx.org.id, patientId, ctx.user.id, nameOf(ctx.user), reason],
  );
  if (!row) throw new Error('The database returned no row for the flag it stored.');
  return toFollowUp(row);
}

/** @returns whether there was a flag. */
export async function clearFollowUp(db: Sql, patientId: string): Promise<boolean> {
  const rows = await db.query('delete from follow_ups where patient_id = $1 returning patient_id', [
    patientId,
  ]);
  return rows.length > 0;
}

/** What colleagues read beside a note or a flag. */
export function nameOf(user: ContextUser): string {
  return user.display_name || user.email;
}

function toFollowUp(row: FollowUpRow): FollowUp {
  return { reason: row.reason, flagged_at: row.flagged_at.toISOString(), flagged_by: row.flagged_by_name };
}
