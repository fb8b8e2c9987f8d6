import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webhookMessageSchema } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openTestDbt, registerTiny, waitForEnd } from '../../dbt.fixture.ts';
import { MemoryDbtRunner, playNode } from '../../memory-dbt-runner.fixture.ts';
import { requireWebhookUrl, sendWebhook } from './send-webhook.ts';

const admin = { id: '00000000-0000-4000-8000-000000000001', name: 'admin@example.com' };
const secret = 'a secret of some length';

interface Message {
  readonly body: string;
  readonly signature: string | string[] | undefined;
}

/** Receives messages; `status` is what it answers. */
async function startReceiver(status: () => number = () => 204) {
  const messages: Message[] = [];
  const server = createServer((request, response) => {
    void Array.fromAsync(request as AsyncIterable<Buffer>).then((chunks) => {
      const signature = request.headers['x-honeyframe-signature'];
      messages.push({ body: Buffer.concat(chunks).toString(), signature });
      response.writeHead(status(), { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { messages, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

it('tells a failure and its recovery once each, signed', async () => {
  const runner = new MemoryDbtRunner();
  const { messages, url } = await startReceiver();
  const { dbt, orgA, orgB } = await openTestDbt({ bin: '/nowhere', runner, webhookHosts: ['127.0.0.1'] });
  await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  await dbt.start();
  await dbt.quality.webhooks.set({ orgId: orgA, url, secret, enabled: true, by: admin });
  const build = async (orgId: string, outcome: object) => {
    const run = await dbt.runs.requestRun({ orgId, workspace: 'tiny', trigger: 'manual' });
    const held = await runner.next();
    playNode(held);
    held.finish(outcome);
    return await waitForEnd(dbt, orgId, run);
  };
  const failed = await build(orgA, { exit_code: 1 });
  await build(orgA, { exit_code: 1 });
  await build(orgB, { exit_code: 1 });
  await build(orgA, {});
  await build(orgA, {});
  await expect.poll(() => messages.length, { timeout: 15_000 }).toBe(2);
  const events = messages.map(({ body }) => JSON.parse(body));
  expect(events.map(({ event, workspace }) => [event, workspace]).sort()).toEqual([
    ['failure', 'tiny'],
    ['recovery', 'tiny'],
  ]);
  expect(events.find(({ event }) => event === 'failure')).toMatchObject({ run_id: failed.id });
  expect(events[0].incident_id).toBe(events[1].incident_id);
  for (const { body, signature } of messages) {
    expect(signature).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    expect(body).not.toContain(orgA);
    expect(JSON.parse(body)).toEqual(webhookMessageSchema.parse(JSON.parse(body)));
  }
  expect(await dbt.quality.webhooks.get(orgA)).toMatchObject({ url, enabled: true, last_error: null });
});

it('keeps the secret to itself, sealed, and asks for one', async () => {
  const { dbt, database, orgA } = await openTestDbt();
  const url = 'https://hooks.example.org/a';
  const order = { orgId: orgA, url, enabled: true, by: admin };
  await expect(dbt.quality.webhooks.set(order)).rejects.toMatchObject({ code: 'HF_DBT_WEBHOOK_SECRET' });
  expect(JSON.stringify(await dbt.quality.webhooks.set({ ...order, secret }))).not.toContain(secret);
  expect(await dbt.quality.webhooks.set({ ...order, enabled: false })).toMatchObject({ url, enabled: false });
  for (const table of ['dbt_webhooks', 'audit_log'] as const) {
    const rows = await database.queries.selectFrom(table).selectAll().execute();
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  }
});

it('keeps a message that did not arrive, and sends a test once', async () => {
  let status = 500;
  const { messages, url } = await startReceiver(() => status);
  const { dbt, orgA, orgB } = await openTestDbt({ webhookHosts: ['127.0.0.1'] });
  const { webhooks, deliveries } = dbt.quality;
  await expect(deliveries.sendTest(orgA)).rejects.toMatchObject({ code: 'HF_DBT_WEBHOOK_UNSET' });
  await webhooks.set({ orgId: orgA, url, secret, enabled: true, by: admin });
  expect(await deliveries.sendTest(orgA)).toMatchObject({ state: 'failed', last_error: 'it answered 500' });
  status = 204;
  expect(await deliveries.sendTest(orgA)).toMatchObject({ event: 'test', state: 'delivered', attempts: 1 });
  expect(messages).toHaveLength(2);
  expect((await deliveries.list(orgA)).map(({ state }) => state)).toEqual(['delivered', 'failed']);
  expect(await deliveries.list(orgB)).toEqual([]);
});

it('tries a message again that did not arrive', async () => {
  const runner = new MemoryDbtRunner();
  const { messages, url } = await startReceiver(() => 503);
  const { dbt, database, orgA } = await openTestDbt({
    ...{ bin: '/nowhere', runner },
    webhookHosts: ['127.0.0.1'],
  });
  await registerTiny(dbt, { 'models/one.sql': 'select 1 as id' });
  await dbt.start();
  await dbt.quality.webhooks.set({ orgId: orgA, url, secret, enabled: true, by: admin });
  const run = await dbt.runs.requestRun({ orgId: orgA, workspace: 'tiny', trigger: 'manual' });
  (await runner.next()).finish({ exit_code: 1 });
  await waitForEnd(dbt, orgA, run);
  await expect.poll(() => messages.length, { timeout: 15_000 }).toBe(1);
  const jobs = sql<{ state: string; retry_limit: number; waits: number }>`
    select state, retry_limit, extract(epoch from start_after - now())::float as waits
    from honeyframe_jobs.job where name = 'dbt_webhooks'`;
  const read = async () => (await jobs.execute(database.ownerQueries)).rows[0];
  await expect.poll(read).toMatchObject({ state: 'retry', retry_limit: 11 });
  expect((await read())?.waits).toBeGreaterThan(20);
  expect(await dbt.quality.deliveries.list(orgA)).toMatchObject([
    { event: 'failure', state: 'waiting', attempts: 1, last_error: 'it answered 503' },
  ]);
});

it.each([
  'ftp://example.org/',
  'http://example.org/',
  'https://user:password@example.org/',
  'https://127.0.0.1/',
  'https://10.0.0.8/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://2130706433/',
  'no address',
])('refuses an address that no organisation may name: %s', (url) => {
  expect(() => requireWebhookUrl(url, [])).toThrow(expect.objectContaining({ code: 'HF_DBT_WEBHOOK_URL' }));
});

it('does not follow names that lead to this machine, nor redirects', async () => {
  const order = { id: 'a', secret, body: '{}', allowedHosts: [] };
  await expect(sendWebhook({ ...order, url: 'https://localhost:9/' })).rejects.toThrow('private');
  const { url, messages } = await startReceiver(() => 302);
  const redirected = sendWebhook({ ...order, url, allowedHosts: ['127.0.0.1'] });
  await expect(redirected).rejects.toThrow('it answered 302');
  expect(messages).toHaveLength(1);
});

it('reaches the one port of a private host that the operator allows', () => {
  const allowed = ['127.0.0.1:8080'];
  expect(requireWebhookUrl('http://127.0.0.1:8080/hook', allowed).port).toBe('8080');
  expect(() => requireWebhookUrl('http://127.0.0.1:8081/hook', allowed)).toThrow('it is not https');
});
