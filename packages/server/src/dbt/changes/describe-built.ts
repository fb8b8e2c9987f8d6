import type { DbtNode } from '@honeyframe/contract/api';
import type { BuildManifest, ManifestNode } from './build-manifest.ts';
import type { BuiltNode, BuiltNodes } from './built-nodes.ts';
import { inOrder, isTest } from './find-unchanged.ts';
import type { Fingerprints } from './fingerprints.ts';
import { isRepeatableJinja, SqlReader } from './repeatable-sql.ts';

export interface DescribeBuiltOptions {
  /** As dbt wrote it at the end of the build, with compiled SQL. */
  readonly manifest: BuildManifest;
  readonly fingerprints: Fingerprints;
  /** Of the version that the build began with. */
  readonly before: BuiltNodes;
  /** What was built now, and how it ended. */
  readonly nodes: readonly Pick<DbtNode, 'unique_id' | 'state'>[];
  readonly at: string;
}

const succeeded: ReadonlySet<DbtNode['state']> = new Set(['success', 'pass', 'warn']);

/** What the tables of the version are built from: of nodes that were not built now, what it was before. */
export async function describeBuilt(options: DescribeBuiltOptions): Promise<BuiltNodes> {
  const { manifest, fingerprints, before, nodes, at } = options;
  using reader = await SqlReader.open();
  const states = new Map(
    nodes.filter(({ state }) => succeeded.has(state)).map((node) => [node.unique_id, node.state]),
  );
  const built: Record<string, BuiltNode> = {};
  for (const node of inOrder(manifest)) {
    const id = node.unique_id;
    const state = states.get(id) ?? (node.config.materialized === 'ephemeral' ? 'success' : undefined);
    const known = before[id];
    if (state === undefined) {
      if (known) built[id] = known;
      continue;
    }
    // Of what is in the file now, not of what it would be: a selection may leave older tables beside it.
    const fingerprint = fingerprints.ofNode(node, (upstream) => built[upstream]?.fingerprint);
    if (fingerprint === undefined) continue;
    built[id] = { fingerprint, repeatable: await isRepeatable(node, manifest, reader), state, at };
  }
  return built;
}

async function isRepeatable(
  node: ManifestNode,
  manifest: BuildManifest,
  reader: SqlReader,
): Promise<boolean> {
  if (node.resource_type === 'seed') return true;
  const code = [node.raw_code ?? '', ...listMacros(node, manifest)].join('\n');
  if (!isRepeatableJinja(code)) return false;
  // It is part of its readers' SQL, which is looked at itself.
  if (node.config.materialized === 'ephemeral') return true;
  if (!node.compiled_code) return false;
  return await reader.isRepeatable(node.compiled_code, listRelations(node, manifest));
}

/** The SQL of every macro that it comes to. */
function listMacros(node: ManifestNode, { macros }: BuildManifest): string[] {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id)) return;
    found.add(id);
    for (const next of macros[id]?.depends_on.macros ?? []) visit(next);
  };
  for (const id of node.depends_on.macros) visit(id);
  // How dbt runs a test is no part of what it asks.
  const harness = isTest(node) ? testHarness : none;
  return [...found].filter((id) => !harness.has(id)).map((id) => macros[id]?.macro_sql ?? '');
}

const none: ReadonlySet<string> = new Set();
const testHarness: ReadonlySet<string> = new Set([
  'macro.dbt.should_store_failures',
  'macro.dbt.statement',
  'macro.dbt.get_where_subquery',
  'macro.dbt.default__get_where_subquery',
]);

/** What it declares to read, through ephemeral models too. */
function listRelations(node: ManifestNode, manifest: BuildManifest): string[] {
  return node.depends_on.nodes.flatMap((id) => {
    const upstream = manifest.nodes[id];
    if (upstream?.config.materialized === 'ephemeral') return listRelations(upstream, manifest);
    const relation = upstream?.relation_name ?? manifest.sources[id]?.relation_name;
    return relation ? [relation] : [];
  });
}
