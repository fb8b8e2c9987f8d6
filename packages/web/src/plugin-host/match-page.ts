import type { ShellPlugin } from '@honeyframe/contract/api';
import { matchPath } from 'react-router';

export type ShellPage = ShellPlugin['pages'][number];

export interface PageMatch {
  readonly page: ShellPage;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The page that answers an address below `/plugins/<slug>`. A page with fewer parameters wins, so that
 * `/patients/new` is not taken for a patient called "new".
 */
export function matchPage(pages: readonly ShellPage[], path: string): PageMatch | undefined {
  const ranked = pages.toSorted((a, b) => countOpenParts(a.path) - countOpenParts(b.path));
  for (const page of ranked) {
    const match = matchPath({ path: page.path, end: true }, path || '/');
    if (match) return { page, params: keepStrings(match.params) };
  }
  return undefined;
}

function countOpenParts(path: string): number {
  return path.split('/').reduce((sum, part) => sum + (part === '*' ? 100 : part.startsWith(':') ? 1 : 0), 0);
}

function keepStrings(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
