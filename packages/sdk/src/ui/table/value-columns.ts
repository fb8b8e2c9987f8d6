import { type Formattable, formatDate, formatMoney, formatNumber } from '../format/format.ts';
import { type Column, readField } from './column.ts';

/** Names of the fields of a row that hold such a value, or nothing. */
type FieldOf<Row, Value> = {
  [Key in keyof Row & string]: Row[Key] extends Formattable<Value> ? Key : never;
}[keyof Row & string];

export type ValueColumnOptions<Row> = Omit<Column<Row>, 'key' | 'header' | 'cell'>;

/**
 * A column of numbers, at the right.
 *
 * @example
 * numberColumn('visit_count', 'Visits', { sortable: true })
 */
export function numberColumn<Row extends object>(
  key: FieldOf<Row, number>,
  header: string,
  options: ValueColumnOptions<Row> = {},
): Column<Row> {
  return createColumn(key, header, formatNumber, { align: 'right', ...options });
}

/**
 * A column of amounts of money, at the right; in US dollars unless the options name another currency (ISO 4217).
 *
 * @example
 * moneyColumn('total_cost', 'Billed', { sortable: true })
 */
export function moneyColumn<Row extends object>(
  key: FieldOf<Row, number>,
  header: string,
  { currency, ...options }: ValueColumnOptions<Row> & { readonly currency?: string | undefined } = {},
): Column<Row> {
  const format = (value: Formattable<number>) => formatMoney(value, currency);
  return createColumn(key, header, format, { align: 'right', ...options });
}

/**
 * A column of days; of a moment, its day.
 *
 * @example
 * dateColumn('started_on', 'Since', { width: 130 })
 */
export function dateColumn<Row extends object>(
  key: FieldOf<Row, string | Date>,
  header: string,
  options: ValueColumnOptions<Row> = {},
): Column<Row> {
  return createColumn(key, header, formatDate, options);
}

function createColumn<Row extends object, Value>(
  key: string,
  header: string,
  format: (value: Formattable<Value>) => string,
  options: ValueColumnOptions<Row>,
): Column<Row> {
  // The key names a field of that type: the signatures above see to it.
  return { key, header, cell: (row) => format(readField(row, key) as Formattable<Value>), ...options };
}
