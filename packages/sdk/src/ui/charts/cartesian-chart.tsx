import { useCallback } from 'react';
import { formatNumber } from '../format/format.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import { type CartesianChart, toCartesianOption, toNumber } from './chart-options.ts';
import type { ChartTheme } from './chart-theme.ts';

export type CartesianChartProps = Omit<CartesianChart, 'kind' | 'data'> &
  ChartFrameProps & {
    /** Undefined while the answer is on its way. */
    readonly data: CartesianChart['data'] | undefined;
  };

/**
 * Values along time or another order.
 *
 * @example
 * <LineChart label="Encounters per month" data={rows} x="month" series={[{ key: 'count', name: 'Encounters' }]} />
 */
export function LineChart(props: CartesianChartProps) {
  return <AxisChart kind="line" {...props} />;
}

/** A line chart with the area under it filled; `stacked` adds the series up. */
export function AreaChart(props: CartesianChartProps) {
  return <AxisChart kind="area" {...props} />;
}

/** Values of things side by side; `horizontal` for long names. */
export function BarChart(props: CartesianChartProps) {
  return <AxisChart kind="bar" {...props} />;
}

function AxisChart({
  label,
  height,
  loading,
  error,
  onRetry,
  data,
  ...rest
}: CartesianChartProps & { kind: CartesianChart['kind'] }) {
  const { kind, x, series, stacked = false, horizontal = false, scale = 'steps', fromZero = true } = rest;
  const { format, formatX } = rest;
  const chart: CartesianChart = {
    kind,
    data: data ?? [],
    x,
    series,
    stacked,
    horizontal,
    scale,
    fromZero,
    ...(format && { format }),
    ...(formatX && { formatX }),
  };
  const key = JSON.stringify([kind, x, series, stacked, horizontal, scale, fromZero, data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: callers write series and data in place; only their content counts.
  const toOption = useCallback((theme: ChartTheme) => toCartesianOption(chart, theme), [key]);
  return (
    <ChartFrame
      label={label}
      {...(height !== undefined && { height })}
      {...(onRetry && { onRetry })}
      error={error}
      loading={loading === true || (data === undefined && !error)}
      isEmpty={chart.data.length === 0}
      toOption={toOption}
      table={<FiguresTable label={label} chart={chart} />}
    />
  );
}

function FiguresTable({ label, chart }: { readonly label: string; readonly chart: CartesianChart }) {
  const { format = formatNumber, formatX = (value: string) => value } = chart;
  const show = (value: number | null) => (value === null ? '–' : format(value));
  return (
    <table className="hf-plain-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{''}</th>
          {chart.series.map(({ key, name }) => (
            <th key={key} scope="col" data-align="right">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {chart.data.map((row) => (
          <tr key={String(row[chart.x])}>
            <td>{formatX(String(row[chart.x] ?? ''))}</td>
            {chart.series.map(({ key }) => (
              <td key={key} data-align="right">
                {show(toNumber(row[key]))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
