import type { ComponentPropsWithRef } from 'react';

export interface ScrollRegionProps extends ComponentPropsWithRef<'section'> {
  /** What scrolls, for who cannot see it. */
  readonly label: string;
}

/** A part of a page that scrolls by itself, also by the keyboard: not every browser lets it into what may be scrolled. */
export function ScrollRegion({ label, ...props }: ScrollRegionProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (WCAG 2.1.1).
  return <section aria-label={label} tabIndex={0} {...props} />;
}
