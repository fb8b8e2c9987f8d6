import { describe, expect, it } from 'vitest';
import * as api from '../api/index.ts';
import { isReservedSlug } from './index.ts';

/** Every path of every API table. */
function apiPaths(): string[] {
  return Object.values(api).flatMap((table: unknown) => {
    if (typeof table !== 'object' || table === null) return [];
    return Object.values(table).flatMap((endpoint: unknown) => pathOf(endpoint));
  });
}

function pathOf(endpoint: unknown): string[] {
  if (typeof endpoint !== 'object' || endpoint === null) return [];
  return 'method' in endpoint && 'path' in endpoint && typeof endpoint.path === 'string'
    ? [endpoint.path]
    : [];
}

describe('reserved slugs', () => {
  it('hold the first segment of every address in the API tables', () => {
    const paths = apiPaths();
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const [first = '', second = ''] = path.split('/').filter((segment) => segment !== '');
      const name = first === 'api' ? second : first;
      expect(isReservedSlug(name), path).toBe(true);
    }
  });
});
