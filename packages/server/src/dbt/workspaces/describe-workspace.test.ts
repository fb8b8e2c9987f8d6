import { createDiagnostic } from '@honeyframe/contract';
import { describe, expect, it } from 'vitest';
import { describeWorkspace } from './describe-workspace.ts';
import type { Workspace } from './workspace.ts';

const engine = { state: 'ready', message: '', hint: '', version: '1', progress: null } as const;
const own = { slug: 'clinic', display_name: 'Clinic', owner: 'clinic', catalogue: 'clinic', requires: [] };
const place = { plugin: 'clinic', file: '/srv/plugins/clinic/dbt/models/visits.sql', line: 7 };
const broken: Workspace = {
  ...{ ...own, folder: '/srv/plugins/clinic/dbt', state: 'quarantined', reads: [], staged: null },
  diagnostics: [createDiagnostic('HF_DBT_PARSE_FAILED', place, { reason: 'no such node' })],
  message: 'no such node',
};
const asks = { engine, builtAt: null, lastRun: undefined };

describe('a workspace on a page', () => {
  it('says where in its own folder a problem lies, and not where the server keeps it', () => {
    const { problem } = describeWorkspace({ workspace: broken, ...asks });
    expect(problem).toMatchObject({ file: 'models/visits.sql', line: 7 });
    expect(problem?.message).toContain('no such node');
    expect(JSON.stringify(problem)).not.toContain('/srv');
  });

  it('has no problem while it can be built', () => {
    const works: Workspace = { ...broken, state: 'ready', diagnostics: [], message: null };
    expect(describeWorkspace({ workspace: works, ...asks })).toMatchObject({ state: 'ready', problem: null });
  });
});
