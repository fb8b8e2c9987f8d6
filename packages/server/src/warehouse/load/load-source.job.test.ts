import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TableOrder } from './load-order.ts';
import loadSource from './load-source.job.ts';

const patientColumns = {
  Id: 'varchar',
  BIRTHDATE: 'date',
  ZIP: 'varchar',
  COST: 'decimal(18,2)',
  AT: 'timestamp',
};

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-load-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function order(table: string, file: string | null, columns: Record<string, string> = {}): TableOrder {
  const declared = Object.entries(columns).map(([name, data_type]) => ({ name, data_type }));
  return { table, file, columns: declared, declared_by: 'healthcare' };
}

/** Loads one file into a new source and reads its table back. */
async function loadFile(content: string | Buffer, columns: Record<string, string> = {}) {
  const folder = await createFolder();
  const file = path.join(folder, 'patients.csv');
  await writeFile(file, content);
  const draft_file = path.join(folder, 'draft.duckdb');
  const tables = [order('patients', file, columns)];
  const result = await loadSource({ draft_file, previous_file: null, tables });
  return { table: result.tables[0], rows: await readTable(draft_file, 'patients') };
}

async function readTable(file: string, table: string) {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`from ${table}`);
  const types = Object.fromEntries(
    reader.columnNames().map((name, index) => [name, `${reader.columnType(index)}`]),
  );
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return { types, rows };
}

describe('types', () => {
  it('takes the declared types and finds out the others, where a leading zero stays text', async () => {
    const { rows } = await loadFile(
      'id,BIRTHDATE,ZIP,COST,AT,count,code,ratio,day,moment,empty\n' +
        'a,2020-01-02,02155,1.50,2023-01-27T16:17:47Z,5,02155,1.5,2020-01-01,2020-01-01T00:00:00Z,\n' +
        'b,,,,,7,1,2,,,\n',
      patientColumns,
    );
    expect(rows.types).toEqual({
      Id: 'VARCHAR',
      BIRTHDATE: 'DATE',
      ZIP: 'VARCHAR',
      COST: 'DECIMAL(18,2)',
      AT: 'TIMESTAMP',
      count: 'BIGINT',
      code: 'VARCHAR',
      ratio: 'DOUBLE',
      day: 'DATE',
      moment: 'TIMESTAMP',
      empty: 'VARCHAR',
    });
    expect(rows.rows[0]).toMatchObject({ ZIP: '02155', code: '02155', AT: '2023-01-27 16:17:47' });
    expect(rows.rows[1]).toMatchObject({ Id: 'b', ZIP: null, COST: null, count: '7' });
  });

  it('refuses a declared type that is none, and one that would be more than a type', async () => {
    for (const data_type of ['wibble', "varchar}, x: 'int", 'int); drop table t; --']) {
      await expect.soft(loadFile('Id\na\n', { Id: data_type }), data_type).rejects.toMatchObject({
        code: 'HF_CONNECTOR_DECLARED_TYPE',
        context: { table: 'patients', column: 'Id', declared_by: 'healthcare' },
      });
    }
  });
});

describe('shapes of files', () => {
  it('reads a byte order mark, Windows line ends, semicolons, quotation marks and line ends in values', async () => {
    const { rows } = await loadFile('\ufeffId;note\r\na;"say ""hi""; then\r\nleave"\r\n');
    expect(rows.rows).toEqual([{ Id: 'a', note: 'say "hi"; then\r\nleave' }]);
  });

  it('makes an empty table of a header alone', async () => {
    const { table, rows } = await loadFile('Id,BIRTHDATE,ZIP,COST,AT\n', patientColumns);
    expect(table).toMatchObject({ rows: 0, rejected: 0 });
    expect(rows.types).toMatchObject({ BIRTHDATE: 'DATE' });
  });

  it.each([
    ['an empty file', '', 'HF_CONNECTOR_FILE_EMPTY'],
    ['a byte order mark alone', '\ufeff', 'HF_CONNECTOR_FILE_EMPTY'],
    ['Latin-1', Buffer.from('Id,x\na,caf\xe9\n', 'latin1'), 'HF_CONNECTOR_FILE_NOT_UTF8'],
    ['UTF-16', Buffer.from('\ufeffId,x\na,b\n', 'utf16le'), 'HF_CONNECTOR_FILE_NOT_UTF8'],
    ['two columns of one name', 'Id,id\na,b\n', 'HF_CONNECTOR_HEADER_INVALID'],
    ['a column without a name', 'Id,,x\na,b,c\n', 'HF_CONNECTOR_HEADER_INVALID'],
    ['a header whose quotation mark is not closed', 'Id,"x\na,b\n', 'HF_CONNECTOR_HEADER_INVALID'],
  ])('refuses %s', async (_what, content, code) => {
    await expect(loadFile(content)).rejects.toMatchObject({ code });
  });

  it('names the line that is not UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('Id\na\nb\n'), Buffer.from([0xe9, 10]), Buffer.from('c\n')]);
    await expect(loadFile(content)).rejects.toMatchObject({ context: { line: 4 } });
  });

  it('names declared columns that the file lacks, unless they are optional', async () => {
    await expect(loadFile('Id,BIRTHDATE\na,\n', patientColumns)).rejects.toMatchObject({
      code: 'HF_CONNECTOR_COLUMNS_MISSING',
      message: expect.stringContaining("'ZIP', 'COST', 'AT'"),
    });
    const folder = await createFolder();
    const file = path.join(folder, 'patients.csv');
    await writeFile(file, 'Id\na\n');
    const columns = [
      { name: 'Id', data_type: 'varchar' },
      { name: 'LAT', data_type: 'double', optional: true },
    ];
    const draft_file = path.join(folder, 'draft.duckdb');
    await loadSource({
      draft_file,
      previous_file: null,
      tables: [{ table: 'patients', file, columns, declared_by: 'healthcare' }],
    });
    expect((await readTable(draft_file, 'patients')).types).toEqual({ Id: 'VARCHAR', LAT: 'DOUBLE' });
  });
});

describe('rows that do not fit', () => {
  it('reports line, column and reason, and loads the others', async () => {
    const { table, rows } = await loadFile(
      'Id,BIRTHDATE,COST\na,2020-13-02,abc\nb,2020-01-01,1\nc,2020-01-01\nd,2020-01-01,1,,\n"x\ny",2020-01-01,nope\n',
      { Id: 'varchar', BIRTHDATE: 'date', COST: 'decimal(18,2)' },
    );
    expect(rows.rows.map((row) => row.Id)).toEqual(['b', 'd']);
    expect(table).toMatchObject({ rows: 2, rejected: 3 });
    expect(table?.rejects).toContainEqual({
      line: 2,
      column: 'BIRTHDATE',
      reason: "'2020-13-02' is not of type DATE",
    });
    expect(table?.rejects).toContainEqual({
      line: 4,
      column: 'COST',
      reason: 'the line has fewer values than the header has columns',
    });
    expect(table?.rejects.at(-1)).toMatchObject({ line: 6, column: 'COST' });
  });

  it('refuses a file of which no row fits', async () => {
    await expect(loadFile('Id\na\nb\n', { Id: 'integer' })).rejects.toMatchObject({
      code: 'HF_CONNECTOR_EVERY_ROW_REJECTED',
      context: { rows: 2, line: 2 },
    });
  });
});

describe('several tables', () => {
  it('keeps tables of the previous version that it does not name, and makes declared ones that are new', async () => {
    const folder = await createFolder();
    const file = path.join(folder, 'a.csv');
    await writeFile(file, 'n\n1\n');
    const first = path.join(folder, 'first.duckdb');
    await loadSource({
      draft_file: first,
      previous_file: null,
      tables: [order('a', file), order('b', file), order('c', null, { Id: 'varchar' })],
    });
    await writeFile(file, 'n\n2\n3\n');
    const second = path.join(folder, 'second.duckdb');
    const result = await loadSource({
      draft_file: second,
      previous_file: first,
      tables: [
        order('a', file),
        order('c', null, { Id: 'varchar', AT: 'date' }),
        order('b', null, { m: 'date' }),
      ],
    });
    expect(result.table_count).toBe(3);
    expect((await readTable(second, 'a')).rows).toEqual([{ n: '2' }, { n: '3' }]);
    expect((await readTable(second, 'b')).rows).toEqual([{ n: '1' }]);
    expect((await readTable(second, 'c')).types).toEqual({ Id: 'VARCHAR', AT: 'DATE' });
  });
});
