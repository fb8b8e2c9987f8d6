import { describe, expect, it } from 'vitest';
import { isRepeatableJinja, SqlReader } from './repeatable-sql.ts';

const relations = ['"tiny"."main"."base"', '"raw"."main"."Things"'];

describe('SQL', () => {
  it.each([
    'select id, count(*) from "tiny"."main"."base" group by 1',
    'with b as (select * from "tiny"."main"."base"), c as (select * from b) select * from c join "raw"."main"."Things" t using (id)',
    'select * from (select 1 as id) s, range(3) r, unnest([1, 2]) u',
    'select id, age, version as query from "tiny"."main"."base" where random > 1 and note <> \'now()\'',
    'select extract(year from age(died, born)) as age from "tiny"."main"."base"',
    'select 1 as id union all select (select max(id) from "tiny"."main"."base")',
  ])('gives the same again when it reads only what it declares: %s', async (sql) => {
    using reader = await SqlReader.open();
    expect(await reader.isRepeatable(sql, relations)).toBe(true);
  });

  it.each([
    'select now()',
    'select current_date',
    'select CURRENT_TIMESTAMP as at',
    'select today() - born from "tiny"."main"."base"',
    'select age(born) from "tiny"."main"."base"',
    'select born.age() from "tiny"."main"."base"',
    'select "now" () as at',
    'select list_transform(ids, lambda x: random()) from "tiny"."main"."base"',
    'select localtime',
    'select uuid() as id',
    'select * from "tiny"."main"."base" using sample 10%',
    'select random() from "tiny"."main"."base"',
    'select * from "tiny"."main"."undeclared"',
    'with b as (select * from hidden) select * from b',
    'select 1 where exists (from "raw"."main"."other")',
    'select * from duckdb_tables()',
    'select count(*) from information_schema.tables',
    "select * from read_csv('/x')",
    "select * from query('select 1')",
    "select nextval('s')",
    'not a statement',
    'pivot "tiny"."main"."base" on id using count(*)',
  ])('is built each time when nobody knows that: %s', async (sql) => {
    using reader = await SqlReader.open();
    expect(await reader.isRepeatable(sql, relations)).toBe(false);
  });
});

describe('Jinja', () => {
  it.each([
    "{{ config(materialized='table') }} select * from {{ ref('a') }} where this = 1",
    "{% macro x() %}{{ adapter.dispatch('x')() }}{% endmacro %}",
    "select {{ var('limit') }} from {{ source('raw', 'things') }}",
  ])('gives the same SQL again: %s', (code) => expect(isRepeatableJinja(code)).toBe(true));

  it.each([
    "select '{{ run_started_at }}' as at",
    "{% if execute %}{% set r = run_query('select 1') %}{% endif %}",
    "{%- call statement('x') -%} select 1 {%- endcall -%}",
    '{{ modules.datetime.datetime.now() }}',
    'select * from {{ this }}',
    "{{ adapter.get_relation('a', 'b', 'c') }}",
    "{{ context['invocation_' ~ 'id'] }}",
    '{{ graph.nodes | length }}',
  ])('may give another: %s', (code) => expect(isRepeatableJinja(code)).toBe(false));
});
