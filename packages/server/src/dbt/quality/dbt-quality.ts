import { PlatformError } from '@honeyframe/contract';
import type {
  dbtQualityApi,
  Incident,
  QualitySummary,
  QualityTest,
  SourceFreshness,
  SourcesArtifact,
} from '@honeyframe/contract/api';
import type { z } from 'zod';
import type { Clock } from '../../system/index.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import type { GraphTest, WorkspaceGraph, WorkspaceGraphs } from '../graphs/index.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import { listWatchedSources } from './freshness/describe-measure.ts';
import { type FreshnessStore, toFreshness } from './freshness/freshness-store.ts';
import { createSourcesArtifact } from './freshness/sources-artifact.ts';
import type { Incidents } from './incidents.ts';
import type { LastResult, TestResults } from './test-results.ts';

export interface DbtQualityOptions {
  readonly engine: Pick<DbtEngine, 'status'>;
  readonly clock: Clock;
  readonly workspaces: DbtWorkspaces;
  readonly graphs: WorkspaceGraphs;
  readonly incidents: Incidents;
  readonly freshness: FreshnessStore;
  readonly testResults: TestResults;
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

export interface QualityOverview {
  readonly incidents: Incident[];
  readonly sources: SourceFreshness[];
  readonly tests: QualitySummary;
}

export type ListTestsQuery = z.output<(typeof dbtQualityApi)['listQualityTests']['query']>;

type TestState = QualityTest['state'];
type KnownTest = Omit<QualityTest, 'results'>;

const STRIP = 30;
/** What asks for attention comes first. */
const order: Readonly<Record<TestState, number>> = { error: 0, fail: 0, warn: 1, never: 2, pass: 3 };

/** How good the data of each organisation is, as people see it. */
export class DbtQuality {
  readonly #options: DbtQualityOptions;

  constructor(options: DbtQualityOptions) {
    this.#options = options;
  }

  /** Of workspaces that the organisation has. */
  async describe(orgId: string): Promise<QualityOverview> {
    const { incidents, freshness } = this.#options;
    const [visible, all, sources, tests] = await Promise.all([
      this.#listVisible(orgId),
      incidents.list(orgId),
      freshness.list(orgId),
      this.#listTests(orgId),
    ]);
    const slugs = new Set(visible.map(({ slug }) => slug));
    return {
      incidents: all.filter(({ workspace }) => slugs.has(workspace)),
      sources: sources.filter(({ workspace }) => slugs.has(workspace)).map(toFreshness),
      tests: summarise(tests),
    };
  }

  /** Those that fail first, then by table and name. */
  async listTests(orgId: string, query: ListTestsQuery): Promise<{ rows: QualityTest[]; total: number }> {
    const { workspace, state, search, page, page_size } = query;
    const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const found = (await this.#listTests(orgId))
      .filter((test) => workspace === undefined || test.workspace === workspace)
      .filter((test) => state === undefined || test.state === state)
      .filter((test) => matches(test, words))
      .sort(compare);
    const shown = found.slice((page - 1) * page_size, page * page_size);
    const results = await this.#options.testResults.listNewest(orgId, shown, STRIP);
    const rows = shown.map((test) => ({
      ...test,
      results: results.get(`${test.workspace} ${test.unique_id}`) ?? [],
    }));
    return { rows, total: found.length };
  }

  /** Throws HF_DBT_WORKSPACE_UNKNOWN for one that the organisation does not have. */
  async describeSources(orgId: string, slug: string): Promise<SourcesArtifact> {
    const { workspaces, graphs, freshness, engine, clock, isVisible } = this.#options;
    const workspace = workspaces.get(slug);
    if (!workspace || !(await isVisible(orgId, workspace)))
      throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
    const found = await graphs.find(workspace);
    const rows = await freshness.list(orgId);
    return createSourcesArtifact({
      sources: listWatchedSources(found, (catalogue) => workspaces.mayRead(workspace, catalogue)),
      rows: rows.filter((row) => row.workspace === slug),
      dbtVersion: engine.status.version,
      now: await clock.now(),
    });
  }

  /** Tests of the versions that are built now. A test that a plugin gave up is none any more, however it ended. */
  async #listTests(orgId: string): Promise<KnownTest[]> {
    const last = Map.groupBy(await this.#options.testResults.listLast(orgId), ({ workspace }) => workspace);
    const tests: KnownTest[] = [];
    for (const workspace of await this.#listVisible(orgId)) {
      const results = last.get(workspace.slug) ?? [];
      const found = await this.#options.graphs.find(workspace);
      tests.push(...(found ? joinResults(workspace.slug, found.graph, results) : results.map(toKnown)));
    }
    return tests;
  }

  async #listVisible(orgId: string): Promise<Workspace[]> {
    const { workspaces, isVisible } = this.#options;
    const visible: Workspace[] = [];
    for (const workspace of workspaces.list()) {
      if (await isVisible(orgId, workspace)) visible.push(workspace);
    }
    return visible;
  }
}

function joinResults(workspace: string, graph: WorkspaceGraph, results: readonly LastResult[]): KnownTest[] {
  const byId = new Map(results.map((result) => [result.unique_id, result]));
  return graph.tests.map((test) => {
    const { unique_id, name, kind, column, description } = test;
    const last = byId.get(unique_id);
    const last_at = last?.last_at.toISOString() ?? null;
    const known = { workspace, unique_id, name, kind, column, description, last_at };
    return { ...known, subject: nameSubject(test), state: last?.state ?? 'never' };
  });
}

/** Of one that is written by hand the last that it reads: dbt lists them as they are written. */
function nameSubject({ about }: GraphTest): string | null {
  return about.at(-1)?.split('.').at(-1) ?? null;
}

/** Where there is no manifest, what ran is all that is known. */
function toKnown({ workspace, unique_id, name, state, last_at }: LastResult): KnownTest {
  const nothing = { kind: null, subject: null, column: null, description: '' };
  return { workspace, unique_id, name, ...nothing, state, last_at: last_at.toISOString() };
}

function summarise(tests: readonly KnownTest[]): QualitySummary {
  const count = (...states: readonly TestState[]) =>
    tests.filter(({ state }) => states.includes(state)).length;
  return {
    passed: count('pass'),
    warned: count('warn'),
    failed: count('fail', 'error'),
    never: count('never'),
  };
}

function matches({ name, subject, column }: KnownTest, words: readonly string[]): boolean {
  const text = `${name} ${subject ?? ''} ${column ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function compare(a: KnownTest, b: KnownTest): number {
  const byState = order[a.state] - order[b.state];
  if (byState !== 0) return byState;
  const [left, right] = [
    `${a.workspace} ${a.subject ?? ''} ${a.name}`,
    `${b.workspace} ${b.subject ?? ''} ${b.name}`,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}
