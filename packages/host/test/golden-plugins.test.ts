import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DiscoveredPlugin, DiscoveryReport } from '@honeyframe/host';
import { afterAll, describe, expect, it } from 'vitest';
import { generatedPlugins } from './generated-plugins.ts';

const golden = path.join(import.meta.dirname, 'plugins');
const root = makeRoot();
const report = discoverEverything();

afterAll(() => {
  chmodSync(path.join(root, 'plugins', 'folder-without-permission'), 0o700);
  rmSync(root, { recursive: true });
});

/** All golden plugins, and those that are generated, in one folder: whatever one does, it does among all others. */
function makeRoot(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'honeyframe-golden-')));
  chmodSync(folder, 0o755);
  const plugins = path.join(folder, 'plugins');
  cpSync(golden, plugins, { recursive: true });
  for (const generate of Object.values(generatedPlugins)) generate(plugins);
  return folder;
}

function discoverEverything(): DiscoveryReport {
  const script = path.join(import.meta.dirname, 'report-as-ordinary-user.ts');
  return JSON.parse(execFileSync(process.execPath, [script, root], { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

function describePlugin({ state, routers, diagnostics }: DiscoveredPlugin): string {
  const shown = {
    state,
    routers: routers.map(({ spec, language }) => ({ spec, language })),
    diagnostics: diagnostics.map(({ plugin: _, ...rest }) => rest),
  };
  return `${JSON.stringify(shown, null, 2).replaceAll(`${root}/`, '')}\n`;
}

describe('golden plugins', () => {
  const names = new Set([...readdirSync(golden), ...Object.keys(generatedPlugins)]);

  it.each([...names].sort())('reports for %s exactly what is expected', async (name) => {
    const plugin = report.plugins.find(({ slug }) => slug === name);
    expect(plugin).toBeDefined();
    if (plugin)
      await expect(describePlugin(plugin)).toMatchFileSnapshot(path.join(golden, name, 'expected.json'));
  });

  it('gives every diagnostic a place, a code, a message without gaps and a hint', () => {
    for (const { diagnostics } of report.plugins) {
      for (const { code, message, hint, file, line, column } of diagnostics) {
        expect(code).toMatch(/^HF_[A-Z_]+$/);
        expect(`${message} ${hint}`).not.toMatch(/\{[a-z_]+\}|undefined|\[object/);
        expect(hint).toMatch(/^[A-Z][a-z]+ /);
        expect(path.isAbsolute(file)).toBe(true);
        expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }
    }
  });

  it('lets no plugin stop another one', () => {
    const valid = report.plugins.filter(({ state }) => state === 'valid').map(({ slug }) => slug);
    expect(valid).toContain('good');
    expect(valid).toContain('healthcare');
    expect(report.plugins).toHaveLength(names.size);
    expect(report.diagnostics).toEqual([]);
  });
});
