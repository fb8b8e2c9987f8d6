import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { pluginsApi } from '@honeyframe/contract/api';
import { startTestPlatform } from '@honeyframe/testkit';
import { afterAll, expect, it } from 'vitest';
import { createFrontend } from '../frontend/index.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

// Below the repository, so that the plugin's own test finds the test kit as one in `plugins/` does.
await mkdir(path.join(root, '.honeyframe'), { recursive: true });
const parent = await mkdtemp(path.join(root, '.honeyframe', 'new-plugin-'));
afterAll(() => rm(parent, { recursive: true, force: true }));
const folder = path.join(parent, 'night-shift');
const cli = path.join(root, 'packages/cli/src/main.ts');
await promisify(execFile)(process.execPath, [cli, 'plugin', 'new', 'night-shift', '--dir', folder]);

// The tests that the new plugin brings are part of this file.
await import(path.join(folder, 'tests/visits.test.ts'));

it("builds the new plugin's page and block", async () => {
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const platform = await startTestPlatform({
    plugins: [folder],
    frontend: (folders) => ({ ...createFrontend({ ...folders, log: quiet }), ensureShell: async () => {} }),
  });
  try {
    const { plugins } = await platform.admin.client(pluginsApi).list();
    expect(plugins).toMatchObject([
      {
        name: 'night-shift',
        state: 'active',
        diagnostics: [],
        pages: [{ path: '/visits', title: 'Night Shift', permission: 'night_shift.read' }],
        blocks: [{ type: 'visits', title: 'Night Shift' }],
        seed_groups: ['night_shift_viewers'],
      },
    ]);
  } finally {
    await platform.stop();
  }
}, 60_000);
