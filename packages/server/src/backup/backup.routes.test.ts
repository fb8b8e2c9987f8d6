import { startTestPlatform, type TestPlatform } from '@honeyframe/testkit';
import { Parser } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

async function listEntries(archive: Buffer): Promise<string[]> {
  const names: string[] = [];
  const parser = new Parser({ strict: true });
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  parser.on('entry', (entry) => {
    names.push(entry.path);
    entry.resume();
  });
  parser.on('error', reject);
  parser.on('end', () => resolve(names));
  parser.end(archive);
  return promise;
}

describe('POST /api/system/backup', () => {
  it('sends a superadmin a whole archive', async () => {
    const response = await platform.admin.fetch('/api/system/backup', { method: 'POST' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-tar');
    const entries = await listEntries(Buffer.from(await response.arrayBuffer()));
    expect(entries[0]).toBe('backup.json');
    expect(entries.at(-1)).toBe('contents.json');
    expect(entries).toContain('files/secrets/platform.key');
  });

  it('refuses everybody else, administrators of an organisation too', async () => {
    const member = await platform.createMember('org-admin@example.org', ['Org Admins']);
    const response = await member.fetch('/api/system/backup', { method: 'POST' });
    expect(response.status).toBe(403);
  });
});
