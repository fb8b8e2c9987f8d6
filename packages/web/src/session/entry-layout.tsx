import type { ReactNode } from 'react';
import { Logo } from '../shell/logo.tsx';

interface EntryLayoutProps {
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** The frame of what comes before the platform itself: sign-in, and choosing a password. */
export function EntryLayout({ title, description, children }: EntryLayoutProps) {
  return (
    <main className="hf-entry">
      <div className="hf-entry-panel">
        <Logo size={36} wordmark />
        <h1 className="hf-entry-title">{title}</h1>
        {description ? <p className="hf-entry-description">{description}</p> : null}
        {children}
      </div>
      <HoneycombBackdrop />
    </main>
  );
}

function HoneycombBackdrop() {
  return (
    <svg className="hf-entry-backdrop" aria-hidden="true">
      <defs>
        <pattern id="hf-comb" width="84" height="145.49" patternUnits="userSpaceOnUse">
          <path
            d="M42 0v24.25M42 24.25 0 48.5v48.49l42 24.25 42-24.25V48.5zM42 121.24v24.25"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.25"
          />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#hf-comb)" />
    </svg>
  );
}
