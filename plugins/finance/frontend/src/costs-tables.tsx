import { Card, EmptyState, formatPercent } from '@honeyframe/sdk/ui';
import {
  type Column,
  DataTable,
  type DataTableProps,
  moneyColumn,
  numberColumn,
} from '@honeyframe/sdk/ui/table';
import { useMemo } from 'react';
import type { Costs } from '../../backend/schemas/costs.ts';
import styles from './finance.module.css';
import { toClassName } from './words.ts';

type PayerRow = Costs['by_payer'][number];
type ClassRow = Costs['by_class'][number];

const createFigureColumns = (currency: string | undefined): readonly Column<Costs['total']>[] => [
  numberColumn('encounter_count', 'Visits', { sortable: true }),
  moneyColumn('total_cost', 'Billed', { sortable: true, currency }),
  {
    key: 'payer_coverage',
    header: 'Covered',
    align: 'right',
    hideBelow: 1100,
    cell: (row) => formatPercent(row.total_cost > 0 ? row.payer_coverage / row.total_cost : null),
  },
];

const payerColumn: Column<PayerRow> = { key: 'payer_name', header: 'Insurer', sortable: true };

const classColumn: Column<ClassRow> = {
  key: 'encounter_class',
  header: 'Kind of visit',
  sortable: true,
  cell: (row) => toClassName(row.encounter_class),
};

const toPayer = (row: PayerRow) => row.payer_name;
const toClass = (row: ClassRow) => row.encounter_class;

interface CostsTablesProps {
  readonly costs: Costs | undefined;
  readonly currency: string | undefined;
}

/** The same sums by insurer and by kind of visit. */
export function CostsTables({ costs, currency }: CostsTablesProps) {
  const figures = useMemo(() => createFigureColumns(currency), [currency]);
  const payerColumns = useMemo(() => [payerColumn, ...figures], [figures]);
  const classColumns = useMemo(() => [classColumn, ...figures], [figures]);
  return (
    <div className={styles.tables}>
      <CostsTable by="insurer" columns={payerColumns} rows={costs?.by_payer} rowKey={toPayer} />
      <CostsTable by="kind of visit" columns={classColumns} rows={costs?.by_class} rowKey={toClass} />
    </div>
  );
}

type CostsTableProps<Row extends object> = Pick<DataTableProps<Row>, 'columns' | 'rows' | 'rowKey'> & {
  readonly by: string;
};

const byCost = { key: 'total_cost', direction: 'desc' } as const;

function CostsTable<Row extends object>({ by, ...table }: CostsTableProps<Row>) {
  return (
    <Card title={`By ${by}`} padding="none">
      <DataTable
        {...table}
        label={`Costs by ${by}`}
        sort={byCost}
        empty={<EmptyState icon="coins" title="No cost fits" />}
      />
    </Card>
  );
}
