import { access } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openHealthcare } from '../warehouse.fixture.ts';

const statements = [
  "select * from read_text('/etc/passwd')",
  "select * from read_csv('/etc/passwd')",
  "select * from read_blob('/proc/self/environ')",
  "select * from glob('/etc/*')",
  "select * from sniff_csv('/etc/passwd')",
  "select * from '/etc/passwd.csv'",
  "select * from query('select * from read_text(''/etc/passwd'')')",
  "attach '/tmp/other.duckdb' as other",
  "attach ':memory:' as other",
  "copy (select 1) to '/tmp/honeyframe-stolen.csv'",
  "export database '/tmp/honeyframe-stolen'",
  'install httpfs',
  'load httpfs',
  'set enable_external_access = true',
  'reset lock_configuration',
  'detach healthcare',
  'create table mine (n int)',
  'create temp table mine (n int)',
  'insert into healthcare.patients values (1, 1)',
  'drop table healthcare.patients',
  'pragma enable_profiling',
  "select * from enable_logging(storage = 'file', storage_path = '/tmp/honeyframe-stolen')",
  'select 1; select 2',
  'explain analyze select 1',
  'begin',
];

it('refuses every statement that reaches beyond the attached tables or changes anything', async () => {
  const { reader } = await openHealthcare();
  for (const sql of statements) {
    await expect.soft(reader.query(sql), sql).rejects.toMatchObject({
      code: expect.stringMatching(/^HF_WAREHOUSE_(QUERY_FAILED|STATEMENT_REFUSED)$/),
    });
  }
  await expect(access('/tmp/honeyframe-stolen')).rejects.toThrow('ENOENT');
  expect(await reader.query('select count(*) as n from healthcare.patients')).toEqual([{ n: 10 }]);
});

it('cannot open the file of another organisation by its path', async () => {
  const warehouse = await openHealthcare();
  const { readers, orgB, synthea } = warehouse;
  const reader = readers.reader({ orgId: orgB, names: ['synthea'], ownWorkspace: 'healthcare' });
  await expect(reader.query(`select * from '${synthea.path}'`)).rejects.toThrow();
  await expect(reader.query('select * from synthea.patients')).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_NOT_BUILT',
  });
});
