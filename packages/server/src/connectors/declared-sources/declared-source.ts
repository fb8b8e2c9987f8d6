import type { DeclaredTable } from '../registry/connector.ts';

/** A raw source as one dbt workspace declares it. */
export interface DeclaredSource {
  /** Name of the raw source: the `database` of the dbt source. */
  readonly schema: string;
  /** Slug of the plugin whose workspace it is, or `platform`. */
  readonly declared_by: string;
  readonly tables: readonly DeclaredTable[];
  /** Absolute path of the module that makes a sample of it, inside the owner's root folder. */
  readonly sample_module?: string;
}
