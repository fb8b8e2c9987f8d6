import { expect, it } from 'vitest';
import { parseDbtLine } from './dbt-event.ts';

const now = () => '2026-01-02T03:04:05.000Z';
const line = (name: string, level: string, msg: string, data: object = {}) =>
  JSON.stringify({ info: { name, level, msg, ts: '2026-01-01T00:00:00.123456Z' }, data });
const node_info = {
  unique_id: 'model.tiny.one',
  node_name: 'one',
  resource_type: 'model',
  materialized: 'table',
  node_status: 'started',
};
const node = { unique_id: 'model.tiny.one', name: 'one', resource_type: 'model', materialisation: 'table' };
const at = '2026-01-01T00:00:00.123Z';

it('reads the start and the end of a node', () => {
  expect(parseDbtLine(line('NodeStart', 'debug', 'Began', { node_info }), now)).toEqual([
    { kind: 'node_started', node, at },
  ]);
  const run_result = {
    status: 'error',
    message: '\u001b[31mCatalog Error\u001b[0m: gone\n',
    execution_time: 1.5,
    adapter_response: { rows_affected: 12 },
  };
  expect(parseDbtLine(line('NodeFinished', 'debug', 'Done', { node_info, run_result }), now)).toEqual([
    {
      kind: 'node_finished',
      node,
      at,
      status: 'error',
      seconds: 1.5,
      rows: 12,
      message: 'Catalog Error: gone',
    },
  ]);
});

it('counts failing rows of a test, and no rows where DuckDB does not know', () => {
  const rowsOf = (info: object, run_result: object) =>
    parseDbtLine(
      line('NodeFinished', 'debug', '', { node_info: { ...node_info, ...info }, run_result }),
      now,
    );
  expect(rowsOf({ resource_type: 'test' }, { status: 'fail', num_failures: 3 })).toMatchObject([{ rows: 3 }]);
  expect(rowsOf({}, { status: 'success', adapter_response: { rows_affected: -1 } })).toMatchObject([
    { rows: null },
  ]);
});

it('keeps lines that are no events, and drops what is only for debugging', () => {
  expect(parseDbtLine('Usage: dbt build [OPTIONS]', now)).toEqual([
    { kind: 'log', at: now(), level: 'warn', line: 'Usage: dbt build [OPTIONS]' },
  ]);
  expect(parseDbtLine('{"info": 1}', now)).toMatchObject([{ kind: 'log', level: 'warn' }]);
  expect(parseDbtLine('   ', now)).toEqual([]);
  expect(parseDbtLine(line('SQLQuery', 'debug', 'select 1'), now)).toEqual([]);
});

it('tells when nothing was selected and when dbt gave up', () => {
  const kinds = (text: string) => parseDbtLine(text, now).map((event) => event.kind);
  expect(kinds(line('NothingToDo', 'warn', 'Nothing to do.'))).toEqual(['nothing_selected', 'log']);
  const gaveUp = line(
    'MainEncounteredError',
    'error',
    '[ERROR]: Encountered an error:\nCompilation Error\n  no',
  );
  expect(parseDbtLine(gaveUp, now)[0]).toEqual({ kind: 'failure', message: 'Compilation Error\n  no' });
});
