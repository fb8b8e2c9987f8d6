import { readdir, readlink } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  openHealthcare,
  openTestWarehouse,
  publishTables,
  type TestWarehouse,
} from '../warehouse.fixture.ts';
import { DuckdbWarehouseReaders } from './duckdb-warehouse-readers.ts';

describe('what a reader sees', () => {
  it('reads tables and views of a workspace by its name, with parameters', async () => {
    const { reader } = await openHealthcare();
    const rows = await reader.query(
      'select name from healthcare.patients where id >= $1 order by id limit $2',
      [8, 1],
    );
    expect(rows).toEqual([{ name: 'p8' }]);
    expect(await reader.query('select count(*) as n from healthcare.stg_patients')).toEqual([{ n: 10 }]);
  });

  it('answers plain JSON values', async () => {
    const { reader } = await openHealthcare();
    const [row] = await reader.query(`select date '2020-01-02' as day, timestamp '2020-01-02 03:04:05' as at,
      timestamptz '2020-01-02 03:04:05+02' as zoned, 1.50::decimal(18,2) as cost, 5::bigint as small,
      9007199254740993 as big, sum(1) as total, [1, 2] as list, {'a': date '2020-01-01'} as struct,
      'ab'::blob as bytes, 'nan'::double as nan, null as nothing, true as flag, interval 1 day is not null as wide`);
    expect(row).toEqual({
      day: '2020-01-02',
      at: '2020-01-02T03:04:05.000Z',
      zoned: '2020-01-02T01:04:05.000Z',
      cost: 1.5,
      small: 5,
      big: '9007199254740993',
      total: 1,
      list: [1, 2],
      struct: { a: '2020-01-01' },
      bytes: 'YWI=',
      nan: null,
      nothing: null,
      flag: true,
      wide: true,
    });
  });

  it('takes every kind of parameter', async () => {
    const { reader } = await openHealthcare();
    const at = new Date('2020-01-02T03:04:05Z');
    const sql =
      "select $1 as t, round(2.345, $2) as r, $3 as f, $4 as b, $5 as n, $6 as at, $7 as big, date '2020-01-01' < $8 as later";
    const [row] = await reader.query(sql, ['x', 1, 1.5, true, null, at, 7n, '2021-01-01']);
    expect(row).toEqual({
      t: 'x',
      r: 2.3,
      f: 1.5,
      b: true,
      n: null,
      at: '2020-01-02T03:04:05.000Z',
      big: 7,
      later: true,
    });
  });

  it('says when the own workspace was built', async () => {
    const { reader, files, orgA, readers } = await openHealthcare();
    const built = (await files.current(orgA, 'healthcare'))?.built_at;
    expect(await reader.dataAsOf()).toBe(built);
    const other = readers.reader({ orgId: orgA, names: [], ownWorkspace: 'finance' });
    expect(await other.dataAsOf()).toBeNull();
  });

  it('says which name was not built yet', async () => {
    const { orgB, readers, synthea, orgA, ...rest } = await openHealthcare();
    const reader = readers.reader({
      orgId: orgB,
      names: ['healthcare', 'synthea'],
      ownWorkspace: 'healthcare',
    });
    await expect(reader.query('select * from healthcare.patients')).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_NOT_BUILT',
      status: 503,
      context: { name: 'healthcare' },
    });
    // A view over a source that this reader lacks.
    await publishTables(
      { readers, ...rest },
      { orgId: orgB, name: 'healthcare', attach: [synthea] },
      'create view v as select * from synthea.main.patients',
    );
    await expect(reader.query('select * from healthcare.v')).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_NOT_BUILT',
      context: { name: 'synthea' },
    });
  });

  it('names what is wrong with a statement', async () => {
    const { reader } = await openHealthcare();
    await expect(reader.query('select nme from healthcare.patients')).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_QUERY_FAILED',
      context: { reason: expect.stringContaining('nme') },
    });
    await expect(reader.query('select $1 as a', [])).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_QUERY_FAILED',
    });
  });
});

describe('limits', () => {
  it('stops a query that takes too long, and goes on with the next', async () => {
    const { reader } = await openWithLimits({ seconds: 0.2 });
    await expect(
      reader.query('select count(*) from range(10000000) a, range(1000000) b'),
    ).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_QUERY_TIMEOUT',
    });
    expect(await reader.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('refuses a result with too many rows instead of cutting it', async () => {
    const { reader } = await openWithLimits({ rows: 9 });
    await expect(reader.query('select * from healthcare.patients')).rejects.toMatchObject({
      code: 'HF_WAREHOUSE_RESULT_TOO_LARGE',
    });
    expect(await reader.query('select * from healthcare.patients limit 9')).toHaveLength(9);
  });
});

describe('versions', () => {
  it('goes on without an error while twenty versions are published, each query on one version', async () => {
    const { reader, publish } = await openCounter();
    await publish(0);
    let publishing = true;
    const seen: number[] = [];
    const read = async () => {
      while (publishing) {
        const [row] = await reader.query<{ low: number; high: number; total: number }>(
          'select min(n) as low, max(n) as high, sum(n) as total from healthcare.counter',
        );
        expect(row).toMatchObject({ low: row?.high, total: (row?.high ?? 0) * 1000 });
        seen.push(row?.high ?? -1);
      }
    };
    const reading = Promise.all([read(), read(), read()]);
    for (let version = 1; version <= 20; version += 1) await publish(version);
    publishing = false;
    await reading;
    const [last] = await reader.query('select max(n) as n from healthcare.counter');
    expect(last).toEqual({ n: 20 });
    expect(seen.length).toBeGreaterThan(20);
  });

  it('closes superseded files', async () => {
    const { reader, publish, dataDir } = await openCounter();
    for (let version = 1; version <= 6; version += 1) {
      await publish(version);
      await reader.query('select count(*) from healthcare.counter');
    }
    await expect.poll(() => listOpenFiles(dataDir)).toHaveLength(1);
  });

  it('closes the longest unused instance beyond the bound', async () => {
    const { orgA, files, dataDir, ...warehouse } = await openTestWarehouse();
    const readers = new DuckdbWarehouseReaders({ files, maxInstances: 2 });
    onTestFinished(() => readers.close());
    for (const name of ['first', 'second', 'third']) {
      await publishTables({ files, ...warehouse }, { orgId: orgA, name }, 'create table t as select 1 as n');
      await readers.reader({ orgId: orgA, names: [], ownWorkspace: name }).query(`select n from ${name}.t`);
    }
    await expect.poll(() => listOpenFiles(dataDir)).toHaveLength(2);
    expect((await listOpenFiles(dataDir)).some((file) => file.includes('/first/'))).toBe(false);
  });

  it('waits for running queries when it closes, and refuses later ones', async () => {
    const { reader, readers, publish } = await openCounter();
    await publish(1);
    const running = reader.query('select count(*) as n from healthcare.counter, range(20000)');
    await expect.poll(() => reader.dataAsOf()).not.toBeNull();
    await readers.close();
    await expect(
      running.then(
        () => 'done',
        (error) => error.code,
      ),
    ).resolves.toMatch(/^(done|HF_WAREHOUSE_CLOSED)$/);
    await expect(reader.query('select 1')).rejects.toMatchObject({ code: 'HF_WAREHOUSE_CLOSED' });
  });
});

async function openWithLimits(limits: { seconds?: number; rows?: number }) {
  const { files, orgA } = await openHealthcare();
  const readers = new DuckdbWarehouseReaders({ files, ...limits });
  onTestFinished(() => readers.close());
  return { reader: readers.reader({ orgId: orgA, names: [], ownWorkspace: 'healthcare' }) };
}

async function openCounter() {
  const warehouse: TestWarehouse = await openTestWarehouse();
  const { orgA } = warehouse;
  const reader = warehouse.readers.reader({ orgId: orgA, names: [], ownWorkspace: 'healthcare' });
  const publish = (version: number) =>
    publishTables(
      warehouse,
      { orgId: orgA, name: 'healthcare' },
      `create table counter as select ${version} as n from range(1000)`,
    );
  return { ...warehouse, reader, publish };
}

/** Files below a folder that this process has open. */
async function listOpenFiles(folder: string): Promise<string[]> {
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(
    descriptors.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(folder));
}
