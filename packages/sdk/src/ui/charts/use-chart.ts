import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface Chart {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly drawn: boolean;
  readonly failure: unknown;
}

/** Keeps an ECharts instance in an element: loads it, draws what is asked for, follows the size, and frees it. */
export function useChart(option: EChartsCoreOption): Chart {
  const frame = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let closed = false;
    let own: EChartsType | undefined;
    import('./chart-engine.ts').then(({ initChart }) => {
      if (closed || !frame.current) return;
      own = initChart(frame.current, null, { renderer: 'svg', height: 1, width: 1 });
      setChart(own);
    }, setFailure);
    return () => {
      closed = true;
      own?.dispose();
      setChart(undefined);
    };
  }, []);
  useEffect(() => {
    if (!chart || !frame.current) return;
    chart.resize({ width: 'auto', height: 'auto' });
    chart.setOption(option, { notMerge: true });
    const observer = new ResizeObserver(() => chart.resize({ width: 'auto', height: 'auto' }));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [chart, option]);
  return { frame, failure, drawn: chart !== undefined };
}
