/** Colours of a chart in one of the two schemes. */
export interface ChartTheme {
  readonly text: string;
  readonly dim: string;
  readonly line: string;
  readonly surface: string;
  /** Colours of the series, distinguishable by the colour-blind in this order. */
  readonly series: readonly string[];
}

export const chartThemes: Readonly<Record<'light' | 'dark', ChartTheme>> = {
  light: {
    text: '#303a42',
    dim: '#66737c',
    line: '#e6eaec',
    surface: '#ffffff',
    series: ['#157777', '#d59312', '#4f6fb5', '#b4532a', '#7a9a3b', '#8a5fa8', '#5d6a73'],
  },
  dark: {
    text: '#d5dce1',
    dim: '#94a1aa',
    line: '#2a343b',
    surface: '#1a2126',
    series: ['#43a9a6', '#e9ab2d', '#7f9fe0', '#e08258', '#a5c56a', '#b48fd0', '#94a1aa'],
  },
};
