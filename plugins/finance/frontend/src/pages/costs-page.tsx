import { useSearchState } from '@honeyframe/sdk/frontend';
import {
  Button,
  Card,
  ErrorState,
  formatCompactMoney,
  formatNumber,
  formatPercent,
  Group,
  Kpi,
  KpiRow,
  Page,
  PreparingState,
  Select,
} from '@honeyframe/sdk/ui';
import type { CostChoices, Costs } from '../../../backend/schemas/costs.ts';
import { CostsChart } from '../costs-chart.tsx';
import { CostsTables } from '../costs-tables.tsx';
import { useCosts } from '../use-costs.ts';
import { toClassName } from '../words.ts';

const emptyFilters = { months: '24', encounter_class: '', payer_name: '' };

const spans = [
  { value: 'fiscal_year', label: 'This fiscal year' },
  { value: '12', label: 'Last 12 months' },
  { value: '24', label: 'Last 24 months' },
  { value: '60', label: 'Last 5 years' },
  { value: '120', label: 'Last 10 years' },
];

/** What care costs, month by month, and who pays. */
export default function CostsPage() {
  const [state, setState] = useSearchState(emptyFilters);
  const { months, ...filters } = state;
  const { choices, costs, error, preparing, retry } = useCosts(
    months === 'fiscal_year' ? months : Number(months),
    filters,
  );
  return (
    <Page
      title="Costs"
      description="What care costs, month by month, and who pays. No patient is named here."
      dataAsOf={costs?.data_as_of}
    >
      {preparing ? <PreparingState /> : null}
      {error && !costs ? <ErrorState error={error} onRetry={retry} size="page" /> : null}
      {preparing || (error && !costs) ? null : (
        <>
          <Filters choices={choices} values={state} onChange={setState} />
          <Figures total={costs?.total} currency={choices?.currency} />
          <Card title="Costs by month">
            <CostsChart months={costs?.by_month} height={300} currency={choices?.currency} />
          </Card>
          <CostsTables costs={costs} currency={choices?.currency} />
        </>
      )}
    </Page>
  );
}

interface FiltersProps {
  readonly choices: CostChoices | undefined;
  readonly values: typeof emptyFilters;
  readonly onChange: (change: Partial<typeof emptyFilters>) => void;
}

function Filters({ choices, values, onChange }: FiltersProps) {
  const classes = (choices?.encounter_classes ?? []).map((value) => ({ value, label: toClassName(value) }));
  const filtered = values.encounter_class !== '' || values.payer_name !== '';
  return (
    <Group gap="xs">
      <Select
        aria-label="Time"
        w={160}
        data={spans}
        allowDeselect={false}
        value={values.months}
        onChange={(months) => months && onChange({ months })}
      />
      <Select
        aria-label="Kind of visit"
        placeholder="Kind of visit"
        w={170}
        clearable
        data={classes}
        value={values.encounter_class || null}
        onChange={(encounter_class) => onChange({ encounter_class: encounter_class ?? '' })}
      />
      <Select
        aria-label="Insurer"
        placeholder="Insurer"
        w={220}
        clearable
        searchable
        data={choices?.payer_names ?? []}
        value={values.payer_name || null}
        onChange={(payer_name) => onChange({ payer_name: payer_name ?? '' })}
      />
      {filtered ? (
        <Button
          variant="subtle"
          color="gray"
          px={8}
          onClick={() => onChange({ encounter_class: '', payer_name: '' })}
        >
          Clear
        </Button>
      ) : null}
    </Group>
  );
}

interface FiguresProps {
  readonly total: Costs['total'] | undefined;
  readonly currency: string | undefined;
}

function Figures({ total, currency = 'USD' }: FiguresProps) {
  const loading = !total;
  const share = total && total.total_cost > 0 ? total.payer_coverage / total.total_cost : null;
  const average = total && total.encounter_count > 0 ? total.total_cost / total.encounter_count : null;
  return (
    <KpiRow>
      <Kpi
        label="Billed"
        icon="coins"
        loading={loading}
        value={formatCompactMoney(total?.total_cost, currency)}
        hint={`${formatNumber(total?.encounter_count)} visits`}
      />
      <Kpi
        label="Paid by insurers"
        icon="shield-check"
        loading={loading}
        value={formatCompactMoney(total?.payer_coverage, currency)}
        hint={`${formatPercent(share)} of what was billed`}
      />
      <Kpi
        label="Left to patients"
        icon="wallet"
        loading={loading}
        value={formatCompactMoney(total?.out_of_pocket, currency)}
        hint="billed and not covered"
      />
      <Kpi
        label="Average visit"
        icon="activity"
        loading={loading}
        value={formatWholeMoney(average, currency)}
        hint="billed"
      />
    </KpiRow>
  );
}

function formatWholeMoney(value: number | null, currency: string): string {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  return formatNumber(value, { ...options, maximumFractionDigits: 0 });
}
