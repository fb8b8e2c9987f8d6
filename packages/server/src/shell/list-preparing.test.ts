import type { PluginState } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { createRecord } from '../plugins/plugin-record.ts';
import { listPreparing } from './list-preparing.ts';

const record = (
  slug: string,
  state: PluginState,
  frontend_entry: string | undefined = 'frontend/index.tsx',
) => ({
  ...createRecord({
    slug,
    root: '/',
    state: 'valid',
    manifest: { name: slug, display_name: slug.toUpperCase(), frontend_entry },
  } as unknown as Parameters<typeof createRecord>[0]),
  state,
});
const enabled = new Map([
  ['clinic', ['acme', 'beta']],
  ['shop', ['beta']],
]);
const access = {
  isEnabled: (slug: string, org: string) => enabled.get(slug)?.includes(org) ?? false,
  isEnabledAnywhere: (slug: string) => enabled.has(slug),
};
const list = (...records: ReturnType<typeof record>[]) =>
  listPreparing(records, access, 'acme').map(({ slug }) => slug);

it('names plugins with pages that are being started, for the organisations that use them', () => {
  expect(list(record('clinic', 'starting'), record('shop', 'starting'))).toEqual(['clinic']);
});

it('names one that is about to be installed for the first time', () => {
  expect(list(record('brand-new', 'starting'))).toEqual(['brand-new']);
});

it('names none that is there already, failed, or has no pages', () => {
  const pageless = {
    ...record('clinic', 'starting'),
    discovered: record('clinic', 'starting', '').discovered,
  };
  expect(list(record('clinic', 'active'), record('clinic', 'failed'), pageless)).toEqual([]);
});
