import type { KeyboardEvent, RefObject } from 'react';

/** Arrow up and down, Home and End move between the links of the rows. */
export function useRowKeys(frame: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  return (event) => {
    const links = [...(frame.current?.querySelectorAll<HTMLElement>('.hf-row-link') ?? [])];
    const current = links.indexOf(document.activeElement as HTMLElement);
    if (current < 0) return;
    const target = findTarget(event.key, current, links.length);
    if (target === undefined) return;
    event.preventDefault();
    links[target]?.focus();
  };
}

function findTarget(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(count - 1, current + 1);
  if (key === 'ArrowUp') return Math.max(0, current - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
