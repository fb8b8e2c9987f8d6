import { expect, it } from 'vitest';
import { columnTest, createManifest, exposure, model, source } from './manifest.fixture.ts';
import { readManifest } from './read-manifest.ts';

it('reads models, seeds, snapshots and sources with their columns, SQL, relations and what they read', () => {
  const graph = readManifest(
    createManifest({
      sources: source('shop', 'raw', 'orders', { identifier: 'ORDERS_2', description: 'As they come.' }),
      nodes: {
        ...model('shop', 'orders', ['source.shop.raw.orders'], {
          columns: { id: { name: 'id', description: 'Its number.' }, at: { name: 'at' } },
          tags: ['daily'],
          alias: 'all_orders',
        }),
        ...model('shop', 'step', ['model.shop.orders'], { config: { materialized: 'ephemeral' } }),
        // dbt writes no `nodes` for a seed.
        ...model('shop', 'colours', [], {
          ...{ unique_id: 'seed.shop.colours', resource_type: 'seed', raw_code: '' },
          ...{ config: { materialized: 'seed' }, depends_on: { macros: [] } },
        }),
        ...model('shop', 'history', [], { resource_type: 'snapshot', config: { materialized: 'snapshot' } }),
      },
    }),
  );
  expect(graph?.nodes).toMatchObject([
    { kind: 'source', name: 'orders', relation: { catalogue: 'raw', schema: 'main', name: 'ORDERS_2' } },
    {
      kind: 'model',
      name: 'orders',
      materialisation: 'table',
      tags: ['daily'],
      columns: [
        { name: 'id', description: 'Its number.' },
        { name: 'at', description: '' },
      ],
      relation: { catalogue: 'shop', schema: 'main', name: 'all_orders' },
      file: 'models/orders.sql',
      raw_sql: 'select * from orders',
      reads: ['source.shop.raw.orders'],
    },
    { name: 'step', materialisation: 'ephemeral', relation: null, reads: ['model.shop.orders'] },
    { unique_id: 'seed.shop.colours', kind: 'seed', raw_sql: null, reads: [] },
    { kind: 'snapshot', name: 'history' },
  ]);
});

it('hangs a generic test on its model, one written by hand on all that it reads, and reads unit tests', () => {
  const [a, b] = ['model.shop.a', 'model.shop.b'];
  const graph = readManifest(
    createManifest({
      nodes: {
        ...columnTest('shop', 'a', 'id', 'unique'),
        ...model('shop', 'adds_up', [a, b], {
          ...{ unique_id: 'test.shop.adds_up', resource_type: 'test', config: { materialized: 'test' } },
        }),
      },
      unit_tests: {
        'unit_test.shop.a.works': {
          ...{ unique_id: 'unit_test.shop.a.works', name: 'works', description: 'It does.' },
          depends_on: { nodes: [a] },
        },
      },
    }),
  );
  expect(graph?.tests).toMatchObject([
    { kind: 'unique', name: 'unique_a_id', column: 'id', about: [a] },
    { kind: null, name: 'adds_up', column: null, about: [a, b] },
    { unique_id: 'unit_test.shop.a.works', kind: 'unit_test', description: 'It does.', about: [a] },
  ]);
});

it('reads exposures by their label, or by their name in words', () => {
  const exposures = {
    ...exposure('shop', 'by_month', 'Orders by month', ['model.shop.a']),
    'exposure.shop.key_numbers': { unique_id: 'exposure.shop.key_numbers', name: 'key_numbers' },
  };
  expect(readManifest(createManifest({ exposures }))?.exposures).toEqual([
    { unique_id: 'exposure.shop.by_month', name: 'Orders by month', reads: ['model.shop.a'] },
    { unique_id: 'exposure.shop.key_numbers', name: 'key numbers', reads: [] },
  ]);
});

it.each([undefined, null, 'text', {}, { nodes: [] }, { nodes: { a: { unique_id: 1 } } }])(
  'makes nothing of what is no manifest: %j',
  (manifest) => {
    expect(readManifest(manifest)).toBeUndefined();
  },
);
