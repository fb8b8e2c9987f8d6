import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DbtEvent, DbtEventNode } from '../runner/dbt-event.ts';

const manifestNode = z.object({
  unique_id: z.string(),
  name: z.string(),
  resource_type: z.string(),
  schema: z.string().nullish(),
  config: z
    .object({ materialized: z.string().nullish(), enabled: z.boolean().optional() })
    .loose()
    .optional(),
});
const manifestSchema = z.object({ nodes: z.record(z.string(), manifestNode) });
export type ManifestNode = z.infer<typeof manifestNode>;

const resultsSchema = z.object({
  results: z.array(
    z.object({
      unique_id: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      execution_time: z.number().nullish(),
    }),
  ),
});

/** Resource types that a build runs. */
const builtTypes: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'test', 'unit_test']);

/** The nodes of the manifest that a build comes to; none where there is no readable manifest. */
export async function readManifestNodes(outputFolder: string): Promise<ManifestNode[]> {
  const parsed = manifestSchema.safeParse(await readArtifact(outputFolder, 'manifest.json'));
  if (!parsed.success) return [];
  return Object.values(parsed.data.nodes).filter(
    ({ resource_type, config }) => builtTypes.has(resource_type) && config?.materialized !== 'ephemeral',
  );
}

export function toEventNode({ unique_id, name, resource_type, config }: ManifestNode): DbtEventNode {
  return { unique_id, name, resource_type, materialisation: config?.materialized ?? null };
}

type NodeFinished = Extract<DbtEvent, { kind: 'node_finished' }>;

/** How nodes ended according to run_results.json, of those that are wanted: dbt tells some skipped ones there alone. */
export async function readResults(
  outputFolder: string,
  { at, isWanted }: { readonly at: string; readonly isWanted: (uniqueId: string) => boolean },
): Promise<NodeFinished[]> {
  const parsed = resultsSchema.safeParse(await readArtifact(outputFolder, 'run_results.json'));
  const wanted = parsed.data?.results.filter(({ unique_id }) => isWanted(unique_id)) ?? [];
  // Mostly there are none, and the manifest is large.
  if (wanted.length === 0) return [];
  const nodes = new Map((await readManifestNodes(outputFolder)).map((node) => [node.unique_id, node]));
  return wanted.flatMap((result) => {
    const node = nodes.get(result.unique_id);
    if (!node) return [];
    const { status, message = null, execution_time: seconds = null } = result;
    return [
      { kind: 'node_finished' as const, node: toEventNode(node), at, status, seconds, rows: null, message },
    ];
  });
}

async function readArtifact(outputFolder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path.join(outputFolder, 'target', name), 'utf8'));
  } catch {
    return undefined;
  }
}
