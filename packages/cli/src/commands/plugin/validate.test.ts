import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../../run-program.fixture.ts';

function createFolder(plugins: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-validate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [slug, manifest] of Object.entries(plugins)) {
    mkdirSync(path.join(folder, slug));
    writeFileSync(path.join(folder, slug, 'plugin.yaml'), manifest);
  }
  return folder;
}

const good = 'name: good\nversion: 0.1.0\n';
const bad = 'name: bad\nversion: 1.10\nverson: 2\n';

describe('plugin validate', () => {
  it('ends with 0 for a valid plugin and prints exactly ok and diagnostics', async () => {
    const folder = createFolder({ good });
    const run = await runProgram(['plugin', 'validate', path.join(folder, 'good'), '--json']);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.printed)).toEqual({ ok: true, diagnostics: [] });
  });

  it('ends with 1 for errors, each with its place and a hint', async () => {
    const folder = createFolder({ bad });
    const run = await runProgram(['plugin', 'validate', 'bad', '--json'], { cwd: folder });
    expect(run.exitCode).toBe(1);
    const result = JSON.parse(run.printed);
    expect(result.ok).toBe(false);
    const keys = ['severity', 'code', 'message', 'hint', 'file', 'line', 'column'];
    for (const diagnostic of result.diagnostics) expect(Object.keys(diagnostic).sort()).toEqual(keys.sort());
    expect(
      result.diagnostics.map(({ severity, line }: { severity: string; line: number }) => [severity, line]),
    ).toEqual([
      ['error', 2],
      ['warning', 3],
    ]);
  });

  it('looks at every plugin of a folder of plugins', async () => {
    const run = await runProgram(['plugin', 'validate', createFolder({ good, bad })]);
    expect(run.exitCode).toBe(1);
    expect(run.printed).toContain('2 plugins: 1 error, 1 warning.');
    expect(run.printed).toMatch(/bad\/plugin\.yaml:2:\d+ error HF_/);
  });

  it('takes a folder without a manifest for a plugin that lacks one', async () => {
    const run = await runProgram(['plugin', 'validate', createFolder({}), '--json']);
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.printed).diagnostics).toHaveLength(1);
  });

  it('looks at all roots when no folder is named', async () => {
    const [installDir, dataDir] = [createFolder({}), createFolder({})];
    for (const [root, slug, manifest] of [
      [installDir, 'good', good],
      [dataDir, 'bad', bad],
    ] as const) {
      mkdirSync(path.join(root, 'plugins', slug), { recursive: true });
      writeFileSync(path.join(root, 'plugins', slug, 'plugin.yaml'), manifest);
    }
    const env = { INSTALL_DIR: installDir, DATA_DIR: dataDir };
    expect(await runProgram(['plugin', 'validate'], { env })).toMatchObject({
      exitCode: 1,
      printed: expect.stringContaining('2 plugins: 1 error, 1 warning.'),
    });
  });

  it('ends with 2 for a folder that does not exist and for an unknown option', async () => {
    expect(await runProgram(['plugin', 'validate', '/no/such/folder'])).toMatchObject({
      exitCode: 2,
      printed: '',
    });
    expect(await runProgram(['plugin', 'validate', '--nonsense'])).toMatchObject({
      exitCode: 2,
      printed: '',
    });
  });
});
