import { reservedSlugs } from '@honeyframe/contract/manifest';
import { expect, it } from 'vitest';
import { apiTables } from './bind-routes.ts';

it('reserves the first part of each of its addresses, so that no plugin can take it', () => {
  const endpoints = apiTables.flatMap((table) => Object.values(table));
  const parts = new Set(endpoints.map(({ path }) => path.split('/')[2]));
  expect([...parts].filter((part) => part !== undefined && !reservedSlugs.has(part))).toEqual([]);
});
