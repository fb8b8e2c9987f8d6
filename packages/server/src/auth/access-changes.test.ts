import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { startCrashingPostgres } from '../database/embedded/crashing-postgres.fixture.ts';
import { createAccessChanges } from './access-changes.ts';

it('knows that it hears nothing while the database is away, and hears changes of other nodes again', async () => {
  const server = await startCrashingPostgres();
  const connect = () => new Client({ connectionString: server.url });
  const changes = await createAccessChanges(connect);
  onTestFinished(() => changes.close());
  let heard = 0;
  changes.onChange(() => {
    heard += 1;
  });
  expect(changes.isListening()).toBe(true);
  await server.kill();
  const patience = { interval: 10, timeout: 20_000 };
  await expect.poll(() => changes.isListening(), patience).toBe(false);
  await expect.poll(() => changes.isListening(), patience).toBe(true);
  // Whatever it missed: once when the connection was lost, and once when it was back.
  expect(heard).toBe(2);
  const other = connect();
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("select pg_notify('honeyframe_access', '')");
  await expect.poll(() => heard).toBe(3);
});
