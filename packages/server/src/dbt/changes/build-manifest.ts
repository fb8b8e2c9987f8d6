import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const nodeSchema = z.object({
  unique_id: z.string(),
  resource_type: z.string(),
  name: z.string(),
  package_name: z.string(),
  database: z.string().nullish(),
  schema: z.string().nullish(),
  alias: z.string().nullish(),
  language: z.string().nullish(),
  raw_code: z.string().nullish(),
  compiled_code: z.string().nullish(),
  relation_name: z.string().nullish(),
  checksum: z.object({ name: z.string(), checksum: z.string() }).nullish(),
  config: z.looseObject({ materialized: z.string().nullish() }).default({}),
  description: z.string().nullish(),
  columns: z.unknown().optional(),
  constraints: z.unknown().optional(),
  test_metadata: z.unknown().optional(),
  depends_on: z
    .object({ macros: z.array(z.string()).default([]), nodes: z.array(z.string()).default([]) })
    .default({ macros: [], nodes: [] }),
});
export type ManifestNode = z.infer<typeof nodeSchema>;

const manifestSchema = z.object({
  metadata: z.object({ dbt_version: z.string(), adapter_type: z.string().nullish() }),
  nodes: z.record(z.string(), nodeSchema),
  sources: z.record(
    z.string(),
    z.object({ database: z.string().nullish(), relation_name: z.string().nullish() }),
  ),
  macros: z.record(
    z.string(),
    z.object({
      macro_sql: z.string(),
      depends_on: z.object({ macros: z.array(z.string()).default([]) }).default({ macros: [] }),
    }),
  ),
});

/** What dbt knows of a workspace: the parts that decide what a build makes. */
export type BuildManifest = z.infer<typeof manifestSchema>;

/** Undefined where there is none, or one that this platform cannot read. */
export async function readBuildManifest(file: string): Promise<BuildManifest | undefined> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
