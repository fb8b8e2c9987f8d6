import { ActionIcon, Skeleton, Tooltip, useComputedColorScheme } from '@mantine/core';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useMemo, useState } from 'react';
import { Icon } from '../display/icon.tsx';
import { EmptyState } from '../feedback/empty-state.tsx';
import { ErrorState } from '../feedback/error-state.tsx';
import { type ChartTheme, chartThemes } from './chart-theme.ts';
import { useChart } from './use-chart.ts';

export interface ChartFrameProps {
  /** What the chart shows, read out by screen readers: `Encounters per month`. */
  readonly label: string;
  /** Pixels; 240 where it is left out. */
  readonly height?: number;
  readonly loading?: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
}

interface ChartBodyProps extends ChartFrameProps {
  readonly isEmpty: boolean;
  readonly toOption: (theme: ChartTheme) => EChartsCoreOption;
  /** The same figures as a table. */
  readonly table: ReactNode;
}

/** Draws a chart, or its figures as a table; says so when it is empty, loading or failed. */
export function ChartFrame({ height = 240, loading, error, onRetry, isEmpty, ...chart }: ChartBodyProps) {
  if (error) return <ErrorState error={error} {...(onRetry && { onRetry })} />;
  if (loading) return <Skeleton height={height} role="status" aria-label={`${chart.label}, loading`} />;
  if (isEmpty) return <EmptyState icon="chart-column" title="Nothing to draw yet" />;
  return <ChartOrTable height={height} {...chart} />;
}

type DrawnChart = Pick<ChartBodyProps, 'label' | 'toOption' | 'table'> & { readonly height: number };

function ChartOrTable({ label, height, toOption, table }: DrawnChart) {
  const [asTable, setAsTable] = useState(false);
  const name = asTable ? 'Show as a chart' : 'Show as a table';
  return (
    <div className="hf-chart">
      <Tooltip label={name}>
        <ActionIcon
          className="hf-chart-toggle"
          size="sm"
          aria-label={name}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'chart-column' : 'table'} size={14} />
        </ActionIcon>
      </Tooltip>
      {asTable ? (
        <div className="hf-chart-table" style={{ maxHeight: Math.max(height, 160) }}>
          {table}
        </div>
      ) : (
        <ChartCanvas label={label} height={height} toOption={toOption} />
      )}
    </div>
  );
}

function ChartCanvas({ label, height, toOption }: Omit<DrawnChart, 'table'>) {
  const scheme = useComputedColorScheme('light');
  const option = useMemo(() => toOption(chartThemes[scheme]), [toOption, scheme]);
  const { frame, failure, drawn } = useChart(option);
  if (failure) return <ErrorState error={failure} title="The chart could not be loaded" />;
  return (
    <>
      {drawn ? null : <Skeleton height={height} />}
      <div ref={frame} role="img" aria-label={label} style={{ height: drawn ? height : 0, width: '100%' }} />
    </>
  );
}
