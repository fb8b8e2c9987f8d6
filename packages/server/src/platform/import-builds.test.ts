import { expect, it } from 'vitest';
import type { Workspace } from '../dbt/index.ts';
import { type ImportBuilder, startImportBuilds } from './import-builds.ts';

const by = { actor: { id: 'a', name: 'ann@example.org' } };
const event = { orgId: 'acme', schema: 'raw', by } as Parameters<typeof startImportBuilds>[2];

it('leaves to a schedule what it says itself is built after an import', async () => {
  const requested: string[] = [];
  const workspace = (slug: string) => ({ slug, owner: slug, catalogue: slug }) as Workspace;
  const readers: Record<string, Workspace[]> = { raw: ['sales', 'stock', 'off'].map(workspace) };
  const builder: ImportBuilder = {
    workspaces: { readersOf: (name) => readers[name] ?? [] },
    schedules: { followsImport: async (_, slug, source) => slug === 'stock' && source === 'raw' },
    runs: {
      requestRun: async ({ workspace: slug }) => {
        requested.push(slug);
        return { id: slug } as Awaited<ReturnType<ImportBuilder['runs']['requestRun']>>;
      },
    },
  };
  const access = { isEnabled: (slug: string) => slug !== 'off' };
  expect(await startImportBuilds(builder, access, event)).toEqual(['sales']);
  expect(requested).toEqual(['sales']);
});
