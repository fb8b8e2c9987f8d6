import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startFakePlatform } from '../../fake-platform.fixture.ts';
import { runProgram } from '../../run-program.fixture.ts';

const org = { id: '0b1a6c3e-7c1f-4d7e-9a51-3f9a4c0f6f10', slug: 'main', name: 'Main' };
const event = {
  id: '12',
  at: '2026-01-02T03:04:05.000Z',
  actor_id: null,
  actor: 'ada@example.org',
  action: 'group.created',
  plugin: null,
  target_type: 'group',
  target_id: 'g1',
  details: {},
  request_id: null,
  ip: null,
};
const orgs = { 'GET /api/orgs': { orgs: [org] } };

it('lists events, says that there are more, and asks for whole days in UTC', async () => {
  const route = 'GET /api/audit?scope=org&from=2026-01-01T00%3A00%3A00.000Z&action=group.created&limit=50';
  const platform = await startFakePlatform({ ...orgs, [route]: { rows: [event], next_cursor: '12' } });
  const env = { DATA_DIR: platform.dataDir };
  const run = await runProgram(['audit', 'list', '--from', '2026-01-01', '--action', 'group.created'], {
    env,
  });
  expect(run.printed.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['AT', 'ACTOR', 'ACTION', 'PLUGIN', 'TARGET'],
    ['2026-01-02T03:04:05.000Z', 'ada@example.org', 'group.created', '-', 'group g1'],
  ]);
  expect(run.noted).toContain('There are more');
  expect(platform.seen.at(-1)?.org).toBe(org.id);
});

it.each(['yesterday', '2026-01-01T10:00', '2026-13-01'])('refuses %s as a time', async (time) => {
  const run = await runProgram(['audit', 'list', '--from', time], { env: {} });
  expect(run.exitCode).not.toBe(0);
  expect(run.noted).toContain(`'${time}' of --from is no time`);
});

it('writes an export to a new file, and never over an old one', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'activity.csv');
  const platform = await startFakePlatform({
    ...orgs,
    'GET /api/audit/export?scope=org': (response: { end(text: string): void }) =>
      response.end('id,at\r\n12,x\r\n'),
  });
  const env = { DATA_DIR: platform.dataDir };
  const run = await runProgram(['audit', 'export', file, '--json'], { env });
  expect(JSON.parse(run.printed)).toEqual({ file, bytes: 13 });
  expect(await readFile(file, 'utf8')).toBe('id,at\r\n12,x\r\n');
  const again = await runProgram(['audit', 'export', file], { env });
  expect(again.exitCode).not.toBe(0);
});
