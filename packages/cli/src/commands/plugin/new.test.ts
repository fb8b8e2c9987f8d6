import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../../data-dir.ts';
import { runProgram } from '../../run-program.fixture.ts';

/** Below the repository, so that the plugin finds the SDK as one in `plugins/` does. */
function createParent(): string {
  const cache = path.join(repositoryRoot, '.honeyframe');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'new-plugin-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('plugin new', () => {
  for (const slug of ['night-shift', '_probe']) {
    it(`writes '${slug}', which validates without a remark and type-checks`, async () => {
      const folder = path.join(createParent(), slug);

      const written = await runProgram(['plugin', 'new', slug, '--dir', folder, '--json']);
      const validated = await runProgram(['plugin', 'validate', folder, '--json']);

      expect(written.exitCode).toBe(0);
      expect(JSON.parse(validated.printed)).toEqual({ ok: true, diagnostics: [] });
      const tsc = path.join(repositoryRoot, 'node_modules/typescript/bin/tsc');
      expect(execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })).toBe('');
    }, 60_000);
  }

  it('leaves no placeholder behind', async () => {
    const folder = path.join(createParent(), 'night-shift');
    await runProgram(['plugin', 'new', 'night-shift', '--dir', folder]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name)).toContain('visits.test.ts');
    for (const { parentPath, name } of files) {
      expect(name).not.toContain('.template');
      expect(readFileSync(path.join(parentPath, name), 'utf8')).not.toMatch(/__[a-z]+__/);
    }
  });

  it('refuses a folder that exists and leaves it as it is', async () => {
    const folder = path.join(createParent(), 'night-shift');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine.txt'), 'mine');
    const refused = await runProgram(['plugin', 'new', 'night-shift', '--dir', folder]);
    expect(refused).toMatchObject({ exitCode: 1, noted: expect.stringContaining('exists already') });
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });

  it('refuses a name that no plugin can have, and a folder of another name', async () => {
    const parent = createParent();
    const run = (slug: string, name = slug) =>
      runProgram(['plugin', 'new', slug, '--dir', path.join(parent, name)]);
    expect(await run('Night')).toMatchObject({ exitCode: 1, noted: expect.stringContaining("'Night'") });
    expect(await run('groups')).toMatchObject({
      exitCode: 1,
      noted: expect.stringContaining('keeps it for itself'),
    });
    expect(await run('night', 'day')).toMatchObject({ exitCode: 2 });
    expect(readdirSync(parent)).toEqual([]);
  });
});
