import { Card, EmptyState, formatMoney, formatNumber, formatPercent } from '@honeyframe/sdk/ui';
import { type Column, DataTable } from '@honeyframe/sdk/ui/table';
import type { Costs } from '../../backend/schemas/costs.ts';
import styles from './finance.module.css';
import { toClassName } from './words.ts';

type PayerRow = Costs['by_payer'][number];
type ClassRow = Costs['by_class'][number];

function toFigureColumns<Row extends Costs['total']>(): Column<Row>[] {
  return [
    {
      key: 'encounter_count',
      header: 'Visits',
      sortable: true,
      align: 'right',
      cell: (row) => formatNumber(row.encounter_count),
    },
    {
      key: 'total_cost',
      header: 'Billed',
      sortable: true,
      align: 'right',
      cell: (row) => formatMoney(row.total_cost),
    },
    {
      key: 'payer_coverage',
      header: 'Covered',
      align: 'right',
      hideBelow: 1100,
      cell: (row) => formatPercent(row.total_cost > 0 ? row.payer_coverage / row.total_cost : null),
    },
  ];
}

const payerColumns: readonly Column<PayerRow>[] = [
  { key: 'payer_name', header: 'Insurer', sortable: true },
  ...toFigureColumns<PayerRow>(),
];

const classColumns: readonly Column<ClassRow>[] = [
  {
    key: 'encounter_class',
    header: 'Kind of visit',
    sortable: true,
    cell: (row) => toClassName(row.encounter_class),
  },
  ...toFigureColumns<ClassRow>(),
];

const byCost = { key: 'total_cost', direction: 'desc' } as const;

/** The same sums by insurer and by kind of visit. */
export function CostsTables({ costs }: { readonly costs: Costs | undefined }) {
  const empty = <EmptyState icon="coins" title="No cost fits" />;
  return (
    <div className={styles.tables}>
      <Card title="By insurer" padding="none">
        <DataTable
          label="Costs by insurer"
          columns={payerColumns}
          rows={costs?.by_payer}
          rowKey={(row) => row.payer_name}
          sort={byCost}
          empty={empty}
        />
      </Card>
      <Card title="By kind of visit" padding="none">
        <DataTable
          label="Costs by kind of visit"
          columns={classColumns}
          rows={costs?.by_class}
          rowKey={(row) => row.encounter_class}
          sort={byCost}
          empty={empty}
        />
      </Card>
    </div>
  );
}
