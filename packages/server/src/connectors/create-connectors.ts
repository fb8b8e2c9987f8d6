import path from 'node:path';
import type { AuditLog } from '../audit/index.ts';
import { type ChildJobs, EXTRACT_SOURCE, type WarehouseFiles } from '../warehouse/index.ts';
import { createCsvConnector } from './csv/csv-connector.ts';
import type { DeclaredSource } from './declared-sources/declared-source.ts';
import { type DataImported, Imports } from './imports/imports.ts';
import { listSources, type SourceSummary } from './list-sources.ts';
import { ConnectorRegistry } from './registry/connector-registry.ts';
import { defaultLimits, type UploadLimits, Uploads } from './uploads/uploads.ts';

export interface CreateConnectorsOptions {
  readonly dataDir: string;
  readonly files: WarehouseFiles;
  readonly jobs: ChildJobs;
  readonly auditLog: AuditLog;
  readonly log: { error(context: object, message: string): void };
  /** Sources that workspaces of the organisation's plugins declare, in order of precedence. */
  readonly declaredSources: (orgId: string) => Promise<readonly DeclaredSource[]>;
  /** Catalogues of the dbt workspaces; no import may take one over. */
  readonly workspaceNames: () => Promise<readonly string[]>;
  /** Starts a build of each workspace that reads the source; returns the ids of the runs. */
  readonly startBuilds: (event: DataImported) => Promise<readonly string[]>;
  readonly uploadLimits?: Partial<UploadLimits>;
}

export interface Connectors {
  readonly registry: ConnectorRegistry;
  readonly uploads: Uploads;
  readonly imports: Imports;
  listSources(orgId: string): Promise<SourceSummary[]>;
  close(): Promise<void>;
}

/** The connectors that the platform brings, and what imports need. */
export async function createConnectors(options: CreateConnectorsOptions): Promise<Connectors> {
  const { files, jobs, log, dataDir, declaredSources } = options;
  const registry = new ConnectorRegistry();
  registry.register(createCsvConnector({ files, jobs }));
  const uploads = new Uploads(path.join(dataDir, 'uploads'), { ...defaultLimits, ...options.uploadLimits });
  await uploads.sweep();
  const imports = new Imports({
    ...options,
    registry,
    onBuildFailure: (error, { schema }) =>
      log.error({ err: error, schema }, 'The data was imported, but no build was started.'),
  });
  return {
    registry,
    uploads,
    imports,
    listSources: async (orgId) =>
      listSources(await files.list(orgId), await declaredSources(orgId), EXTRACT_SOURCE),
    close: () => uploads.close(),
  };
}
