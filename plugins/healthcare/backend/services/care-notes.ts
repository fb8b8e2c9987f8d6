import type { RequestContext, Sql } from '@honeyframe/sdk/backend';
import type { CareNote } from '../schemas/patient-care.ts';
import { nameOf } from './follow-ups.ts';

interface CareNoteRow extends Record<string, unknown> {
  readonly id: string;
  readonly body: string;
  readonly author_name: string;
  readonly created_at: Date;
}

const COLUMNS = 'id, body, author_name, created_at';

/** Newest first. */
export async function readCareNotes(db: Sql, patientId: string): Promise<CareNote[]> {
  const rows = await db.query<CareNoteRow>(
    `select ${COLUMNS} from care_notes where patient_id = $1 order by created_at desc, id limit 500`,
    [patientId],
  );
  return rows.map(toCareNote);
}

export async function countCareNotes(db: Sql, patientId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*)::int as count from care_notes where patient_id = $1',
    [patientId],
  );
  return row?.count ?? 0;
}

export async function addCareNote(
  ctx: Pick<RequestContext, 'db' | 'org' | 'user'>,
  patientId: string,
  body: string,
): Promise<CareNote> {
  const [row] = await ctx.db.query<CareNoteRow>(
    `insert into care_notes (org_id, patient_id, body, author_id, author_name)
     values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
    [ctx.org.id, patientId, body, ctx.user.id, nameOf(ctx.user)],
  );
  if (!row) throw new Error('The database returned no row for the note it stored.');
  return toCareNote(row);
}

function toCareNote(row: CareNoteRow): CareNote {
  return { ...row, created_at: row.created_at.toISOString() };
}
