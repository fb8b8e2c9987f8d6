import type { BuildManifest, ManifestNode } from './build-manifest.ts';
import type { BuiltNode, BuiltNodes } from './built-nodes.ts';
import type { Fingerprints } from './fingerprints.ts';

/** Their content is decided by what they read, not by what they were before. */
const materialisations: ReadonlySet<string> = new Set(['table', 'view', 'seed', 'test', 'ephemeral']);

/**
 * Nodes whose tables in the last published version are what building them now would make. One that is in doubt is
 * built, and all that reads it.
 */
export function findUnchanged(
  manifest: BuildManifest,
  fingerprints: Fingerprints,
  built: BuiltNodes,
): Map<string, BuiltNode> {
  // What a hook does to tables nobody knows.
  if (Object.keys(manifest.nodes).some((id) => id.startsWith('operation.'))) return new Map();
  const unchanged = new Map<string, BuiltNode>();
  const doubted = listDoubted(manifest, built);
  for (const node of inOrder(manifest)) {
    const before = built[node.unique_id];
    if (!before?.repeatable || doubted.has(node.unique_id) || !canBeLeftOut(node)) continue;
    const now = fingerprints.ofNode(node, (id) => unchanged.get(id)?.fingerprint);
    if (now === before.fingerprint) unchanged.set(node.unique_id, before);
  }
  return unchanged;
}

export function isTest({ resource_type }: Pick<ManifestNode, 'resource_type'>): boolean {
  return resource_type.endsWith('test');
}

/** Whatever order the manifest has them in: what is read comes before its reader. */
export function inOrder({ nodes }: BuildManifest): ManifestNode[] {
  const ordered = new Map<string, ManifestNode>();
  const visit = (id: string) => {
    const node = nodes[id];
    if (!node || ordered.has(id) || visiting.has(id)) return;
    visiting.add(id);
    for (const upstream of node.depends_on.nodes) visit(upstream);
    ordered.set(id, node);
  };
  const visiting = new Set<string>();
  for (const id of Object.keys(nodes).toSorted()) visit(id);
  return [...ordered.values()];
}

function canBeLeftOut({ config, checksum, resource_type }: ManifestNode): boolean {
  const { materialized, pre_hook, 'pre-hook': pre, post_hook, 'post-hook': post } = config;
  const hooks = [pre_hook, pre, post_hook, post].flat().filter(Boolean);
  // dbt knows a large seed by its path alone.
  const isKnown = checksum?.name !== 'path';
  return hooks.length === 0 && isKnown && materialisations.has(materialized ?? resource_type);
}

/** A test that did not pass, and what it looked at: somebody waits for another answer. */
function listDoubted({ nodes }: BuildManifest, built: BuiltNodes): Set<string> {
  const failed = Object.values(nodes).filter((node) => {
    const before = built[node.unique_id];
    return before && isTest(node) && before.state !== 'pass';
  });
  return new Set(failed.flatMap(({ unique_id, depends_on }) => [unique_id, ...depends_on.nodes]));
}
