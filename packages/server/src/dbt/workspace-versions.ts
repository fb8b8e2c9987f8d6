import { PlatformError } from '@honeyframe/contract';
import type { WarehouseUse, WorkspaceVersion } from '@honeyframe/contract/api';
import type { AuditActor, AuditLog } from '../audit/index.ts';
import type { PostgresParts, WarehouseFiles, WarehouseVersion } from '../warehouse/index.ts';
import type { DbtRuns } from './dbt-runs.ts';
import { toCatalogue } from './workspaces/index.ts';

export interface RollBackWorkspaceOptions {
  readonly orgId: string;
  /** Slug of the workspace. */
  readonly workspace: string;
  /** The newest one before the current where it is left out. */
  readonly version?: number | undefined;
  readonly by: AuditActor;
}

export interface WorkspaceVersionsOptions {
  readonly files: WarehouseFiles;
  readonly runs: Pick<DbtRuns, 'measureFolders'>;
  readonly auditLog: AuditLog;
  /** Organisations that build there have no versions. */
  readonly postgres?: PostgresParts | undefined;
}

/** Published versions of workspaces, and the way back to one. */
export class WorkspaceVersions {
  readonly #files: WarehouseFiles;
  readonly #runs: WorkspaceVersionsOptions['runs'];
  readonly #auditLog: AuditLog;
  readonly #postgres: PostgresParts | undefined;

  constructor({ files, runs, auditLog, postgres }: WorkspaceVersionsOptions) {
    this.#files = files;
    this.#runs = runs;
    this.#auditLog = auditLog;
    this.#postgres = postgres;
  }

  /** Newest first. */
  async list(orgId: string, workspace: string): Promise<WorkspaceVersion[]> {
    const versions = await this.#files.listVersions(orgId, toCatalogue(workspace));
    return versions.map(toAnswer);
  }

  /** Throws HF_WAREHOUSE_NO_VERSIONS where builds are in place. Moves what readers see of one workspace. A build under way began with another version, and is not published. */
  async rollBack({ orgId, workspace, version, by }: RollBackWorkspaceOptions): Promise<WorkspaceVersion[]> {
    if (await this.#postgres?.connections.describe(orgId))
      throw new PlatformError('HF_WAREHOUSE_NO_VERSIONS');
    const { from, to } = await this.#files.rollBack({ orgId, name: toCatalogue(workspace), version });
    await this.#auditLog.record({
      org_id: orgId,
      actor: by,
      action: 'dbt_workspace.rolled_back',
      target_type: 'dbt_workspace',
      target_id: workspace,
      details: { workspace, from_version: from.version, to_version: to.version },
    });
    return await this.list(orgId, workspace);
  }

  async measure(orgId: string): Promise<WarehouseUse> {
    const [versions, unfinished_bytes, artifacts_bytes] = await Promise.all([
      this.#files.listVersions(orgId),
      this.#files.kept.measure(orgId),
      this.#runs.measureFolders(orgId),
    ]);
    const byName = Map.groupBy(versions, ({ name }) => name);
    return {
      bytes: sumBytes(versions),
      unfinished_bytes,
      artifacts_bytes,
      current_bytes: sumBytes(versions.filter(({ is_current }) => is_current)),
      files: [...byName].map(([name, all]) => ({
        name,
        kind: all[0]?.kind ?? 'workspace',
        versions: all.length,
        bytes: sumBytes(all),
      })),
    };
  }
}

function toAnswer({ version, is_current, built_at, bytes, details }: WarehouseVersion): WorkspaceVersion {
  const run_id = typeof details.run_id === 'string' ? details.run_id : null;
  return { version, is_current, built_at, bytes, run_id };
}

function sumBytes(versions: readonly { readonly bytes: number }[]): number {
  return versions.reduce((sum, { bytes }) => sum + bytes, 0);
}
