import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchPackage } from './fetch-package.ts';

function createFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-fetch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine whose npm is this script. */
function withNpm(script: string): NodeJS.ProcessEnv {
  const folder = createFolder();
  const npm = path.join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\n${script}\n`);
  chmodSync(npm, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe('an npm package', () => {
  it('is fetched as an archive, and nothing of it is run', async () => {
    const folder = createFolder();
    const env = withNpm('echo "$@" > asked.txt; echo archive > example-clinic-1.1.0.tgz');
    const file = await fetchPackage('@example/clinic@1.1.0', folder, env);
    expect(file).toBe(path.join(folder, 'example-clinic-1.1.0.tgz'));
    expect(readFileSync(path.join(folder, 'asked.txt'), 'utf8')).toContain('--ignore-scripts');
  });

  it('that npm cannot fetch is refused in the words of npm', async () => {
    const env = withNpm('echo "npm error code E404" >&2; echo "npm error 404 Not Found" >&2; exit 1');
    await expect(fetchPackage('@example/gone', createFolder(), env)).rejects.toMatchObject({
      code: 'HF_CLI_PACKAGE_NOT_FETCHED',
      message: "npm could not fetch '@example/gone': 404 Not Found",
    });
  });

  it('needs a machine that has npm', async () => {
    const env = { PATH: createFolder() };
    await expect(fetchPackage('@example/clinic', createFolder(), env)).rejects.toMatchObject({
      message: expect.stringContaining('there is no npm'),
    });
  });
});
