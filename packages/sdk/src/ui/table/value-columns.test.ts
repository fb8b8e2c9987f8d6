import { describe, expect, it } from 'vitest';
import { formatDate, formatMoney, formatNumber } from '../format/format.ts';
import type { Column } from './column.ts';
import { dateColumn, moneyColumn, numberColumn } from './value-columns.ts';

interface Visit {
  readonly started_on: string;
  readonly ended_on: string | null;
  readonly cost: number | null;
  readonly patient_count: number;
}

const visit: Visit = { started_on: '2026-11-04', ended_on: null, cost: 1234.5, patient_count: 1200 };

describe('columns of values', () => {
  it('write the field named by their key, and a dash for what is not known', () => {
    const columns: readonly Column<Visit>[] = [
      dateColumn('started_on', 'Since'),
      dateColumn('ended_on', 'Until'),
      moneyColumn('cost', 'Billed'),
      numberColumn('patient_count', 'Patients'),
    ];
    expect(columns.map(({ cell }) => cell?.(visit))).toEqual([
      formatDate('2026-11-04'),
      '–',
      formatMoney(1234.5),
      formatNumber(1200),
    ]);
  });

  it('stand at the right where they hold amounts, unless told otherwise', () => {
    const columns: readonly Column<Visit>[] = [
      dateColumn('started_on', 'Since'),
      moneyColumn('cost', 'Billed'),
      numberColumn('patient_count', 'Patients', { align: 'left', sortable: true }),
    ];
    expect(columns.map(({ align, sortable }) => ({ align, sortable }))).toEqual([
      { align: undefined, sortable: undefined },
      { align: 'right', sortable: undefined },
      { align: 'left', sortable: true },
    ]);
  });
});
