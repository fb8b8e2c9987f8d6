import { z } from 'zod';
import type { Queries } from '../../database/index.ts';

const builtNodeSchema = z.object({
  fingerprint: z.string(),
  /** Whether building it again from the same would give the same. */
  repeatable: z.boolean(),
  /** How a test ended. */
  state: z.string(),
  at: z.string(),
});

/** What the tables of a published version were built from. */
export type BuiltNode = z.infer<typeof builtNodeSchema>;
export type BuiltNodes = Readonly<Record<string, BuiltNode>>;

const builtNodesSchema = z.record(z.string(), builtNodeSchema);

/** The SQL of what each published version was built from. */
export class BuiltNodesStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Nothing where nobody recorded it: then all is built. */
  async load(versionId: string | undefined): Promise<BuiltNodes> {
    if (versionId === undefined) return {};
    const row = await this.#queries
      .selectFrom('dbt_built_versions')
      .select('nodes')
      .where('version_id', '=', versionId)
      .executeTakeFirst();
    return builtNodesSchema.safeParse(row?.nodes).data ?? {};
  }

  /** Goes with the version when that is deleted. */
  async save(versionId: string, nodes: BuiltNodes): Promise<void> {
    const values = { version_id: versionId, nodes: JSON.stringify(nodes) };
    await this.#queries
      .insertInto('dbt_built_versions')
      .values(values)
      .onConflict((conflict) => conflict.column('version_id').doUpdateSet({ nodes: values.nodes }))
      .execute();
  }
}
