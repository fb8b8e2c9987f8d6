import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'busy' | 'accent';

export interface StatusProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** A state in one word, with a mark that is not colour alone. */
export function Status({ tone, icon, children }: StatusProps) {
  const spins = tone === 'busy' && icon === undefined;
  return (
    <span className="hf-status" data-tone={tone}>
      {icon || spins ? (
        <Icon name={icon ?? 'loader-circle'} size={14} className={spins ? 'hf-spin' : ''} />
      ) : (
        <span className="hf-status-dot" />
      )}
      {children}
    </span>
  );
}
