import path from 'node:path';
import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ plugins: [path.resolve(import.meta.dirname, '..')] });
});
afterAll(() => platform.stop());

it('answers those who may ping', async () => {
  const user = await platform.createMember('ada@example.org', ['demo_users']);
  const response = await user.fetch('/api/_demo/ping');
  expect(await response.json()).toEqual({ message: 'pong', user: 'ada@example.org', org: 'main' });
});

it('refuses a member without the permission, and names it', async () => {
  const member = await platform.createMember('vic@example.org');
  const response = await member.fetch('/api/_demo/ping');
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ context: { permission: 'demo.ping' } });
});
