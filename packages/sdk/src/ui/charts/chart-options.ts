import type { EChartsCoreOption } from 'echarts/core';
import { formatCompact } from '../format/format.ts';
import { sans } from '../theme/fonts.ts';
import type { ChartTheme } from './chart-theme.ts';

export type ChartRow = Readonly<Record<string, unknown>>;

export interface ChartSeries {
  /** Field of the rows that holds the value. */
  readonly key: string;
  readonly name: string;
  readonly color?: string;
}

export interface CartesianChart {
  readonly kind: 'line' | 'area' | 'bar';
  readonly data: readonly ChartRow[];
  /** Field of the rows along the axis. */
  readonly x: string;
  readonly series: readonly ChartSeries[];
  readonly stacked?: boolean;
  /** Bars to the right, for long names. */
  readonly horizontal?: boolean;
  /** `time`: places along the axis are moments, as far apart as they were. Left out: one step from row to row. */
  readonly scale?: 'time' | 'steps';
  /** False: the axis of values begins near the lowest of them, as it suits temperatures and weights. */
  readonly fromZero?: boolean;
  /** Text of a value in the tooltip and the table. */
  readonly format?: (value: number) => string;
  /** Text of a place on the axis. */
  readonly formatX?: (value: string) => string;
}

/** Translates a chart with axes into what ECharts draws. */
export function toCartesianOption(chart: CartesianChart, theme: ChartTheme): EChartsCoreOption {
  const places = chart.scale === 'time' ? toTimeAxis(chart, theme) : toStepAxis(chart, theme);
  const value = {
    type: 'value' as const,
    scale: chart.fromZero === false,
    splitLine: { lineStyle: { color: theme.line } },
    splitNumber: 4,
    axisLabel: { color: theme.dim, fontSize: 11, formatter: (amount: number) => formatCompact(amount) },
  };
  return {
    ...commonOption(theme, chart.series.length > 1, chart.format),
    grid: { left: 4, right: 12, top: chart.series.length > 1 ? 34 : 12, bottom: 6, outerBoundsMode: 'same' },
    xAxis: chart.horizontal ? value : places,
    yAxis: chart.horizontal ? places : value,
    series: chart.series.map((series) => toSeries(chart, series)),
  };
}

function toStepAxis({ data, x, kind, horizontal, formatX = String }: CartesianChart, theme: ChartTheme) {
  return {
    ...placesAxis(theme),
    type: 'category' as const,
    data: data.map((row) => formatX(String(row[x] ?? ''))),
    inverse: horizontal === true,
    boundaryGap: kind === 'bar',
    axisLabel: {
      ...placesAxis(theme).axisLabel,
      ...(horizontal && { width: 140, overflow: 'truncate' }),
    },
  };
}

function toTimeAxis({ formatX = String }: CartesianChart, theme: ChartTheme) {
  const formatter = ({ value }: { value: unknown }) => formatX(new Date(Number(value)).toISOString());
  return {
    ...placesAxis(theme),
    type: 'time' as const,
    splitNumber: 6,
    axisPointer: { label: { formatter } },
  };
}

function placesAxis(theme: ChartTheme) {
  return {
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.dim, fontSize: 11, hideOverlap: true },
  };
}

function toSeries(chart: CartesianChart, series: ChartSeries) {
  const common = {
    name: series.name,
    data: chart.data.map((row) => toPoint(chart, row, toNumber(row[series.key]))),
    ...(chart.stacked && { stack: 'total' }),
    ...(series.color && { itemStyle: { color: series.color } }),
  };
  if (chart.kind === 'bar') {
    const radius = chart.stacked ? 0 : chart.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0];
    return {
      ...common,
      type: 'bar' as const,
      barMaxWidth: 26,
      itemStyle: { ...(series.color && { color: series.color }), borderRadius: radius },
    };
  }
  const fill = chart.kind === 'area' ? { areaStyle: { opacity: chart.stacked ? 0.55 : 0.14 } } : {};
  return {
    ...common,
    ...fill,
    type: 'line' as const,
    showSymbol: chart.data.length < (chart.scale === 'time' ? 80 : 30),
    symbolSize: 5,
    lineStyle: { width: 2 },
    // Between two moments nothing was measured: a curve would claim values that nobody saw.
    smooth: chart.scale === 'time' ? 0 : 0.2,
  };
}

function toPoint({ scale, x }: CartesianChart, row: ChartRow, value: number | null) {
  return scale === 'time' ? [Date.parse(String(row[x])), value] : value;
}

export interface Slice {
  readonly name: string;
  readonly value: number;
}

/** Translates shares of a whole into what ECharts draws. */
export function toDonutOption(
  data: readonly Slice[],
  theme: ChartTheme,
  format: ((value: number) => string) | undefined,
): EChartsCoreOption {
  return {
    ...commonOption(theme, true, format),
    tooltip: { ...tooltip(theme, format), trigger: 'item' },
    legend: { ...legend(theme), orient: 'vertical', left: '58%', right: 0, top: 'middle' },
    series: [
      {
        type: 'pie',
        radius: ['54%', '82%'],
        center: ['28%', '50%'],
        data: [...data],
        label: { show: false },
        itemStyle: { borderColor: theme.surface, borderWidth: 2 },
      },
    ],
  };
}

function commonOption(theme: ChartTheme, named: boolean, format: ((value: number) => string) | undefined) {
  return {
    color: [...theme.series],
    textStyle: { fontFamily: sans },
    animationDuration: 350,
    aria: { enabled: true },
    tooltip: tooltip(theme, format),
    legend: named ? legend(theme) : { show: false },
  };
}

function tooltip(theme: ChartTheme, format: ((value: number) => string) | undefined) {
  return {
    trigger: 'axis' as const,
    confine: true,
    backgroundColor: theme.surface,
    borderColor: theme.line,
    padding: [7, 10],
    textStyle: { color: theme.text, fontSize: 12, fontFamily: sans },
    axisPointer: { lineStyle: { color: theme.dim }, shadowStyle: { opacity: 0.06 } },
    ...(format && {
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : String(value ?? '–')),
    }),
  };
}

function legend(theme: ChartTheme) {
  return {
    type: 'scroll' as const,
    top: 0,
    left: 0,
    itemWidth: 10,
    itemHeight: 10,
    icon: 'roundRect',
    itemGap: 16,
    textStyle: { color: theme.dim, fontSize: 12, fontFamily: sans },
  };
}

/** Numbers may come as text, as decimals do from a database. */
export function toNumber(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}
