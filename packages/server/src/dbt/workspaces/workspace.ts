import type { Diagnostic } from '@honeyframe/contract';

/** A dbt workspace as its owner hands it over. */
export interface WorkspaceRegistration {
  readonly slug: string;
  readonly display_name: string;
  /** `platform` or a plugin's slug. */
  readonly owner: string;
  /** Absolute path of the folder with dbt_project.yml. */
  readonly folder: string;
  /** Slugs of plugins whose tables it may read. The platform's are open to all. */
  readonly requires: readonly string[];
}

/** What a look at the folder told, before any dbt. */
export interface WorkspaceInspection {
  readonly diagnostics: readonly Diagnostic[];
  /** Relative paths of every file to copy, sorted. */
  readonly files: readonly string[];
  /** Names of the models, as the files carry them. */
  readonly models: readonly string[];
  /** Catalogues that its sources name: raw sources, and other workspaces. */
  readonly reads: readonly string[];
  /** Relative folders whose CSV files DuckDB itself reads. */
  readonly seed_folders: readonly string[];
  /** Names of packages that dbt's hub has and the workspace does not bring. */
  readonly hub_packages: readonly string[];
}

/** A workspace that was looked at; `staged` is what runs. */
export interface Workspace extends WorkspaceRegistration {
  /** Its name in the warehouse. */
  readonly catalogue: string;
  readonly state: 'ready' | 'quarantined' | 'missing';
  readonly diagnostics: readonly Diagnostic[];
  /** What dbt said when it could not parse this version; null while it can. */
  readonly message: string | null;
  readonly reads: readonly string[];
  readonly staged: StagedWorkspace | null;
}

/** An unchanging copy of one version of a workspace; one parse of it serves every organisation. */
export interface StagedWorkspace {
  readonly hash: string;
  readonly project_folder: string;
  readonly seed_folders: readonly string[];
  /** dbt's memory of its last parse of this version. */
  readonly parse_cache: string;
  /** dbt's manifest of this version; there once it was parsed. */
  readonly manifest: string;
  /** What dbt said when it parsed this version. */
  readonly findings: string;
}

/** Slug of the platform's own workspace. */
export const PLATFORM_WORKSPACE = 'platform';

/** Name of a workspace's file and catalogue in the warehouse. */
export function toCatalogue(slug: string): string {
  return slug.replaceAll('-', '_');
}
