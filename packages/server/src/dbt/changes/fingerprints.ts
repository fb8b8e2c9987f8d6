import { createHash } from 'node:crypto';
import type { BuildManifest, ManifestNode } from './build-manifest.ts';

/** What stands for the content of something that a node reads; undefined where nobody knows it. */
export type FingerprintOf = (uniqueId: string) => string | undefined;

export interface FingerprintsOptions {
  readonly manifest: BuildManifest;
  /** Id of the version of each file that the build reads, by the name that it is attached under. */
  readonly sources: Readonly<Record<string, string>>;
  /** Of what is in no node: project files with their variables. */
  readonly project: string;
}

/**
 * A node's fingerprint is of all that decides its content: its code, its configuration, every macro (also one that no
 * node names can change how all are built), and the fingerprints of what it reads, down to versions of raw files.
 */
export class Fingerprints {
  readonly #options: FingerprintsOptions;
  readonly #project: string;

  constructor(options: FingerprintsOptions) {
    this.#options = options;
    const { manifest, project } = options;
    const macros = Object.entries(manifest.macros).map(([id, { macro_sql }]) => [id, macro_sql]);
    this.#project = digest([project, manifest.metadata, macros.toSorted()]);
  }

  /** Of a source: the version of its file. */
  ofSource(uniqueId: string): string | undefined {
    const source = this.#options.manifest.sources[uniqueId];
    const version = source && this.#options.sources[source.database ?? ''];
    return version === undefined ? undefined : digest([uniqueId, source?.relation_name, version]);
  }

  /** Undefined when one of the things that it reads has none. */
  ofNode(node: ManifestNode, of: FingerprintOf): string | undefined {
    const upstream = node.depends_on.nodes.map((id) => [id, this.ofSource(id) ?? of(id)]);
    if (upstream.some(([, fingerprint]) => fingerprint === undefined)) return undefined;
    // Compiling adds macros to those that parsing found; all are in the project's part.
    const { compiled_code: _, depends_on: __, ...own } = node;
    return digest([this.#project, own, upstream]);
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url').slice(0, 22);
}

/** dbt does not promise an order of keys. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
