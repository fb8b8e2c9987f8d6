import { type ReactNode, useEffect } from 'react';
import { Icon } from '../display/icon.tsx';
import type { IconName } from '../display/icons.ts';

export interface StateProps {
  readonly icon?: IconName;
  readonly tone?: 'neutral' | 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do about it. */
  readonly action?: ReactNode;
  /** `page` fills a page, `inline` fits into a card. */
  readonly size?: 'page' | 'inline';
}

/** The common shape of "nothing here", "not allowed" and "did not work". */
export function State({
  icon = 'info',
  tone = 'neutral',
  title,
  children,
  action,
  size = 'inline',
}: StateProps) {
  useEffect(() => {
    if (size === 'page') document.title = `${title} · Honeyframe`;
  }, [size, title]);
  return (
    <div className="hf-state" data-size={size} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className="hf-state-icon">
        <HexagonOutline />
        <Icon name={icon} size={size === 'page' ? 24 : 19} />
      </span>
      <div className="hf-state-title">{title}</div>
      {children ? <div className="hf-state-text">{children}</div> : null}
      {action ? <div className="hf-state-action">{action}</div> : null}
    </div>
  );
}

function HexagonOutline() {
  return (
    <svg viewBox="0 0 56 56" fill="none" aria-hidden="true">
      <path d="M28 3.5 49.2 15.7v24.6L28 52.5 6.8 40.3V15.7z" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
