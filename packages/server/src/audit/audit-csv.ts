import type { AuditEvent } from '@honeyframe/contract/api';
import type { AuditLog, AuditQuery } from './audit-log.ts';

const columns = [
  'id',
  'at',
  'actor',
  'actor_id',
  'action',
  'plugin',
  'target_type',
  'target_id',
  'ip',
  'request_id',
  'details',
] as const;

/** Read at a time; memory holds one such page, however many events there are. */
const PAGE = 1000;

/** Every event that fits, newest first, as CSV (RFC 4180). What happens while it is read is newer, and not part of it. */
export async function* writeAuditCsv(auditLog: AuditLog, query: AuditQuery): AsyncGenerator<string> {
  let header = toLine(columns);
  let cursor: string | undefined;
  do {
    const page = await auditLog.list({ ...query, limit: PAGE, cursor });
    yield header + page.rows.map(toRow).join('');
    header = '';
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

function toRow(event: AuditEvent): string {
  return toLine(
    columns.map((name) => (name === 'details' ? JSON.stringify(event.details) : (event[name] ?? ''))),
  );
}

function toLine(values: readonly string[]): string {
  return `${values.map(toCell).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins like a formula for one; an apostrophe in front makes it text. */
function toCell(value: string): string {
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
