import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export interface KpiProps {
  readonly label: string;
  /** Formatted: `1,204`. */
  readonly value: ReactNode;
  /** Under the value: what it compares with, or what it counts. */
  readonly hint?: ReactNode;
  readonly icon?: IconName;
  /** Change against what the hint names; `good` says whether the direction is welcome. */
  readonly change?: { readonly text: string; readonly direction: 'up' | 'down'; readonly good?: boolean };
  readonly loading?: boolean;
}

/** One number with its name. Put several into a `KpiRow`. */
export function Kpi({ label, value, hint, icon, change, loading = false }: KpiProps) {
  return (
    <div className="hf-kpi">
      <div className="hf-kpi-label">
        {icon ? <Icon name={icon} size={15} /> : null}
        {label}
      </div>
      {loading ? <Skeleton height={28} width="60%" my={4} /> : <div className="hf-kpi-value">{value}</div>}
      <div className="hf-kpi-foot">
        {change ? <Change {...change} /> : null}
        {hint}
      </div>
    </div>
  );
}

function Change({ text, direction, good }: NonNullable<KpiProps['change']>) {
  const tone = good === undefined ? 'neutral' : good ? 'good' : 'bad';
  return (
    <span className="hf-kpi-change" data-tone={tone}>
      <Icon name={direction === 'up' ? 'trending-up' : 'trending-down'} size={13} />
      {text}
    </span>
  );
}

/** Several numbers side by side, separated by lines. */
export function KpiRow({ children }: { readonly children: ReactNode }) {
  return <div className="hf-kpi-row">{children}</div>;
}
