export interface CsvColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | boolean | null;
}

// Spreadsheets take UTF-8 for an old code page unless the file begins with this.
const BYTE_ORDER_MARK = '\ufeff';

/** A file that spreadsheets open as it is meant: RFC 4180, and no cell is taken for a formula. */
export function toCsvFile<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ header }) => toCell(header))];
  for (const row of rows) lines.push(columns.map(({ value }) => toCell(value(row))));
  return BYTE_ORDER_MARK + lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function toCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
