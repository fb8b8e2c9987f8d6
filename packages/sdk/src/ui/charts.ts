export { AreaChart, BarChart, type CartesianChartProps, LineChart } from './charts/cartesian-chart.tsx';
export type { ChartRow, ChartSeries, Slice } from './charts/chart-options.ts';
export { DonutChart, type DonutChartProps } from './charts/donut-chart.tsx';
