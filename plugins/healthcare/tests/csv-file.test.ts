import { expect, it } from 'vitest';
import { type CsvColumn, toCsvFile } from '../backend/services/csv-file.ts';

interface Row {
  readonly name: string;
  readonly amount: number | null;
}

const columns: readonly CsvColumn<Row>[] = [
  { header: 'name', value: (row) => row.name },
  { header: 'amount', value: (row) => row.amount },
];

const toLines = (rows: readonly Row[]) => toCsvFile(columns, rows).split('\r\n');

it('begins with a byte order mark and a header, and ends each line with CR LF', () => {
  expect(toCsvFile(columns, [{ name: 'Ada', amount: 1.5 }])).toBe('\ufeffname,amount\r\nAda,1.5\r\n');
});

it('leaves a missing value empty', () => {
  expect(toLines([{ name: '', amount: null }])[1]).toBe(',');
});

it('quotes commas, quotes and line breaks', () => {
  expect(toLines([{ name: 'Lovelace, "Ada"', amount: 1 }])[1]).toBe('"Lovelace, ""Ada""",1');
  expect(toCsvFile(columns, [{ name: 'two\nlines', amount: 1 }])).toContain('"two\nlines",1\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'takes the power of a formula away from %j',
  (name) => {
    const cell = toCsvFile(columns, [{ name, amount: 1 }])
      .split('\r\n')
      .slice(1)
      .join('\r\n');
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);

it('keeps a negative number a number', () => {
  expect(toLines([{ name: 'x', amount: -1 }])[1]).toBe('x,-1');
});
