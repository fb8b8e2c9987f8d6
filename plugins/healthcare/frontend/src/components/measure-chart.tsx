import { usePluginTables } from '@honeyframe/sdk/frontend';
import { formatDate, formatNumber, Select } from '@honeyframe/sdk/ui';
import { LineChart } from '@honeyframe/sdk/ui/charts';
import type { ObservationSeries } from '../../../backend/schemas/patient-record.ts';
import { type Measure, takeYears, toChartRows } from './measures.ts';

interface MeasureChartProps {
  readonly patientId: string;
  readonly measure: Measure;
  /** Back from the latest value; left out: all of them. */
  readonly years: number | undefined;
  readonly height?: number;
}

/** One measurement of a patient over time. */
export function MeasureChart({ patientId, measure, years, height = 260 }: MeasureChartProps) {
  const series = usePluginTables<ObservationSeries>(
    `/patients/${encodeURIComponent(patientId)}/observations/series`,
    {
      query: { codes: measure.lines.map(({ code }) => code).join(',') },
    },
  );
  const rows = series.data && toChartRows(takeYears(series.data.points, years));
  return (
    <LineChart
      label={`${measure.title} over time`}
      height={height}
      data={rows}
      error={series.error}
      onRetry={series.retry}
      x="observed_at"
      scale="time"
      fromZero={false}
      formatX={(at) => formatDate(at)}
      format={(value) => `${formatNumber(value)} ${measure.unit}`.trim()}
      series={measure.lines.map(({ code, name }) => ({ key: code, name }))}
    />
  );
}

interface MeasureSelectProps {
  readonly measures: readonly Measure[];
  readonly value: string;
  readonly onChange: (key: string) => void;
}

export function MeasureSelect({ measures, value, onChange }: MeasureSelectProps) {
  return (
    <Select
      aria-label="Measurement"
      w={230}
      searchable
      allowDeselect={false}
      data={measures.map(({ key, title, unit }) => ({
        value: key,
        label: unit ? `${title}, ${unit}` : title,
      }))}
      value={value}
      onChange={(key) => key && onChange(key)}
    />
  );
}
