import { useCallback } from 'react';
import { formatNumber } from '../format/format.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import { type Slice, toDonutOption } from './chart-options.ts';
import type { ChartTheme } from './chart-theme.ts';

export interface DonutChartProps extends ChartFrameProps {
  /** Undefined while the answer is on its way. */
  readonly data: readonly Slice[] | undefined;
  readonly format?: (value: number) => string;
}

/** Shares of a whole; for at most six of them. */
export function DonutChart({ data, format, label, height, loading, error, onRetry }: DonutChartProps) {
  const slices = data ?? [];
  const key = JSON.stringify(slices);
  // biome-ignore lint/correctness/useExhaustiveDependencies: callers write the data in place; only its content counts.
  const toOption = useCallback((theme: ChartTheme) => toDonutOption(slices, theme, format), [key]);
  return (
    <ChartFrame
      label={label}
      {...(height !== undefined && { height })}
      {...(onRetry && { onRetry })}
      error={error}
      loading={loading === true || (data === undefined && !error)}
      isEmpty={slices.length === 0}
      toOption={toOption}
      table={<SlicesTable label={label} slices={slices} format={format ?? formatNumber} />}
    />
  );
}

interface SlicesTableProps {
  readonly label: string;
  readonly slices: readonly Slice[];
  readonly format: (value: number) => string;
}

function SlicesTable({ label, slices, format }: SlicesTableProps) {
  return (
    <table className="hf-plain-table" aria-label={label}>
      <tbody>
        {slices.map(({ name, value }) => (
          <tr key={name}>
            <td>{name}</td>
            <td data-align="right">{format(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
