import { readFile } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { buildTiny, openTestDbt, publishSource, readRows, registerTiny } from '../dbt.fixture.ts';

it('writes the columns and types of what readers see, in one page, and changes nothing of it', async () => {
  const opened = await openTestDbt({ bin: inject('pythonBin') });
  const { dbt, warehouse, orgA } = opened;
  await publishSource(warehouse, orgA, 'raw', 'create table things as select 1 as id');
  await registerTiny(dbt, {
    'models/sources.yml':
      'sources: [{ name: raw, database: raw, schema: main, tables: [{ name: things }] }]\n',
    'models/one.sql':
      "{{ config(materialized='table') }} select id, 'red' as colour from {{ source('raw', 'things') }}",
    'models/two.sql':
      "{{ config(post_hook='insert into {{ this }} values (1)') }} select * from {{ ref('one') }}",
  });
  await dbt.start();
  expect(await buildTiny(dbt, orgA, 'one')).toMatchObject({ state: 'success' });
  const before = await warehouse.files.current(orgA, 'tiny');
  const request = async () => await dbt.docs.request(orgA, 'tiny');
  await expect
    .poll(async () => (await request()).state, { timeout: 120_000, interval: 500 })
    .not.toBe('making');
  expect(await request()).toEqual({ state: 'ready', message: null });
  const catalog = JSON.parse(await readFile(await dbt.docs.find(orgA, 'tiny', 'catalog.json'), 'utf8'));
  expect(catalog.nodes['model.tiny.one'].columns).toMatchObject({
    id: { type: 'INTEGER' },
    colour: { type: 'VARCHAR' },
  });
  expect(catalog.sources['source.tiny.raw.things'].columns.id).toMatchObject({ type: 'INTEGER' });
  const page = await readFile(await dbt.docs.find(orgA, 'tiny', 'index.html'), 'utf8');
  expect(page).toContain('model.tiny.one');
  expect(await warehouse.files.current(orgA, 'tiny')).toEqual(before);
  expect(await readRows(warehouse, orgA, 'select id, colour from tiny.one')).toEqual([
    { id: 1, colour: 'red' },
  ]);
}, 180_000);
