import { open } from 'node:fs/promises';
import type { ExtractRow } from './extract-tables.ts';

/** Writes a header and pages of rows; nothing for null, everything else in quotation marks. */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly ExtractRow[]>,
): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.write(`${columns.join(',')}\n`);
  for await (const rows of pages) {
    const lines = rows.map((row) => `${columns.map((column) => toField(row[column])).join(',')}\n`);
    await handle.write(lines.join(''));
  }
}

function toField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}
