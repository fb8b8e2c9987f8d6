import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Workspace } from '../workspaces/index.ts';

/** A source as dbt understood it. */
export interface SourceFacts {
  readonly unique_id: string;
  /** The file of the warehouse that it lies in. */
  readonly catalogue: string;
  /** `synthea.patients` */
  readonly relation: string;
  /** The same, quoted, for SQL. */
  readonly relation_name: string;
  readonly loaded_at_field: string | null;
  readonly filter: string | null;
  readonly warn_after_seconds: number | null;
  readonly error_after_seconds: number | null;
}

export interface TestFacts {
  readonly unique_id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly subject: string | null;
  readonly column: string | null;
  readonly description: string;
}

export interface ManifestFacts {
  readonly sources: readonly SourceFacts[];
  readonly tests: readonly TestFacts[];
}

/** What dbt's manifest of each workspace says of sources and tests, read once a version. */
export class ManifestFactsReader {
  readonly #known = new Map<string, { readonly key: string; readonly facts: ManifestFacts }>();

  /** Of its last version that dbt could parse; undefined before there is one. */
  async load({ slug, staged }: Pick<Workspace, 'slug' | 'staged'>): Promise<ManifestFacts | undefined> {
    const before = this.#known.get(slug);
    if (!staged) return before?.facts;
    const found = await stat(staged.manifest).catch(() => undefined);
    if (!found) return before?.facts;
    const key = `${staged.hash} ${found.mtimeMs}`;
    if (before?.key === key) return before.facts;
    const facts = await readFacts(staged.manifest).catch(() => undefined);
    if (facts) this.#known.set(slug, { key, facts });
    return facts ?? before?.facts;
  }
}

const periods = { minute: 60, hour: 3600, day: 86_400 } as const;

const threshold = z
  .object({ count: z.number().nullish(), period: z.enum(['minute', 'hour', 'day']).nullish() })
  .nullish();

const sourceSchema = z.object({
  unique_id: z.string(),
  database: z.string().nullish(),
  identifier: z.string(),
  relation_name: z.string().nullish(),
  loaded_at_field: z.string().nullish(),
  freshness: z
    .object({ warn_after: threshold, error_after: threshold, filter: z.string().nullish() })
    .nullish(),
});

const testSchema = z.object({
  unique_id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  column_name: z.string().nullish(),
  attached_node: z.string().nullish(),
  /** Of a unit test: the model that it is about. */
  model: z.string().nullish(),
  test_metadata: z.object({ name: z.string() }).nullish(),
  depends_on: z.object({ nodes: z.array(z.string()) }).nullish(),
});

const manifestSchema = z.object({
  sources: z.record(z.string(), sourceSchema),
  nodes: z.record(z.string(), z.looseObject({ resource_type: z.string() })),
  unit_tests: z.record(z.string(), z.unknown()).default({}),
});

async function readFacts(file: string): Promise<ManifestFacts> {
  const { sources, nodes, unit_tests } = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const tests = Object.values(nodes).filter(({ resource_type }) => resource_type === 'test');
  return {
    sources: Object.values(sources).flatMap(toSource),
    tests: [...tests, ...Object.values(unit_tests)].flatMap((test) => {
      const parsed = testSchema.safeParse(test);
      return parsed.success ? [toTest(parsed.data)] : [];
    }),
  };
}

/** One without a catalogue lies in the workspace's own file, where nobody imports. */
function toSource(source: z.infer<typeof sourceSchema>): SourceFacts[] {
  const { unique_id, database, identifier, relation_name, freshness, loaded_at_field } = source;
  if (!database || !relation_name) return [];
  return [
    {
      unique_id,
      catalogue: database,
      relation: `${database}.${identifier}`,
      relation_name,
      loaded_at_field: loaded_at_field ?? null,
      filter: freshness?.filter ?? null,
      warn_after_seconds: toSeconds(freshness?.warn_after),
      error_after_seconds: toSeconds(freshness?.error_after),
    },
  ];
}

function toSeconds(after: z.infer<typeof threshold>): number | null {
  return after?.count && after.period ? after.count * periods[after.period] : null;
}

function toTest({ unique_id, name, ...test }: z.infer<typeof testSchema>): TestFacts {
  const about = test.model ?? test.attached_node ?? test.depends_on?.nodes.at(-1) ?? null;
  return {
    ...{ unique_id, name, description: test.description ?? '' },
    kind: test.model ? 'unit_test' : (test.test_metadata?.name ?? null),
    subject: about?.split('.').at(-1) ?? null,
    column: test.column_name ?? null,
  };
}
