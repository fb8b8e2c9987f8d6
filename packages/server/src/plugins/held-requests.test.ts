import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { createDispatch } from '../http/index.ts';
import { createRoutersPoint } from './routers.contribution.ts';

/** The plugin's code waits here while it is loaded; the runtime is this process. */
const gate = globalThis as { testStart?: Promise<void> };

let platform: TestPlatform;
beforeAll(async () => {
  const files = {
    'plugin.yaml':
      'name: late\nversion: 1.0.0\nrouters: ["./backend/late.ts:router"]\npermissions: [late.use]\n',
    'backend/late.ts': `await globalThis.testStart;
      export const router = async (app) => {
        app.get('/', { config: { permission: 'late.use' } }, async () => ({ ok: true }));
      };`,
  };
  platform = await startTestPlatform({
    env: { HONEYFRAME_PYTHON: '/none' },
    plugins: [{ slug: 'late', files }],
  });
});
afterAll(() => platform.stop());

it('sends a request that has waited long enough to the platform, and the others to the plugin', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const dispatch = createDispatch();
  const answers: string[] = [];
  dispatch.setFallback((request) => answers.push(`platform ${request.url}`));
  const runtime = { name: 'inline' as const, mount: async () => ({ ok: false as const, diagnostics: [] }) };
  const release = createRoutersPoint({ runtime, dispatch }).hold('late', { patienceMs: 1_000 });
  const ask = (url: string): void => {
    const request = Object.assign(new IncomingMessage(new Socket()), { url });
    dispatch.handle(request, new ServerResponse(request));
  };
  ask('/api/late/first');
  vi.advanceTimersByTime(999);
  ask('/api/late/second');
  expect(answers).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(answers).toEqual(['platform /api/late/first']);
  dispatch.attach('late', (request) => answers.push(`plugin ${request.url}`));
  release();
  expect(answers).toEqual(['platform /api/late/first', 'plugin /api/late/second']);
});

it('is told by the platform that the plugin starts, and when to come again', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.testStart = promise;
  onTestFinished(() => resolve());
  const before = platform.url;
  const restarted = platform.restart();
  await vi.waitFor(() => expect(platform.url).not.toBe(before), { timeout: 10_000 });
  const admin = await platform.signIn('admin@example.org', 'correct horse battery staple');
  const waiting = admin.fetch('/api/late/');
  // The same plugin by another spelling, which nobody holds: what a request gets that has waited for too long.
  const response = await admin.fetch('/api/%6cate/');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'HF_PLUGIN_STARTING' });
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  resolve();
  await restarted;
  expect((await waiting).status).toBe(200);
}, 30_000);
