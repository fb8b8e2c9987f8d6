import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { ImportResult } from '@honeyframe/contract/api';
import { type AuditLog, type AuditWrite, platformActor } from '../../audit/index.ts';
import {
  type ChildJobs,
  EXTRACT_SOURCE,
  type LoadedSource,
  type WarehouseFiles,
} from '../../warehouse/index.ts';
import type { DeclaredSource } from '../declared-sources/declared-source.ts';
import type { SentFile } from '../registry/connector.ts';
import type { ConnectorRegistry } from '../registry/connector-registry.ts';
import { generateSample } from './generate-sample.ts';

/** Who imports, for the audit log and for the builds that follow. */
export type ImportedBy = Pick<AuditWrite, 'actor' | 'request_id' | 'ip'>;

export interface ImportOptions {
  readonly orgId: string;
  readonly connector: string;
  readonly schema: string;
  readonly files: readonly SentFile[];
  /** Also start a build of the workspaces that read this source. */
  readonly build: boolean;
  readonly by: ImportedBy;
}

export interface ImportSampleOptions {
  readonly orgId: string;
  readonly schema: string;
  /** Absolute path of a module that exports `generateSample`. */
  readonly sampleModule: string;
  readonly build?: boolean;
}

/** New data lies in a raw source of an organisation. */
export interface DataImported {
  readonly orgId: string;
  readonly schema: string;
  readonly by: ImportedBy;
}

export interface ImportsOptions {
  readonly registry: ConnectorRegistry;
  readonly files: WarehouseFiles;
  readonly jobs: ChildJobs;
  readonly auditLog: AuditLog;
  /** Sources that workspaces of the organisation's plugins declare, in order of precedence. */
  readonly declaredSources: (orgId: string) => Promise<readonly DeclaredSource[]>;
  /** Catalogues that builds write, and that no import may take over. */
  readonly workspaceNames: () => Promise<readonly string[]>;
  /** Starts a build of each workspace that reads the source; returns the ids of the runs. */
  readonly startBuilds: (event: DataImported) => Promise<readonly string[]>;
  /** Hears of builds that could not be started after a successful import. */
  readonly onBuildFailure: (error: unknown, event: DataImported) => void;
}

/** Brings data into raw sources, one import of a source at a time. */
export class Imports {
  readonly #options: ImportsOptions;
  readonly #running = new Set<string>();

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  async import(options: ImportOptions): Promise<ImportResult> {
    await this.#requireImportable(options.schema);
    const loaded = await this.#alone(options, () => this.#read(options));
    await this.#options.auditLog.record(describeImport(options, loaded));
    return toResult(options, loaded, options.build ? await this.#startBuilds(options) : []);
  }

  /** Makes a sample with the plugin's generator and imports it. */
  async importSample({
    orgId,
    schema,
    sampleModule,
    build = true,
  }: ImportSampleOptions): Promise<ImportResult> {
    const { files: warehouse, jobs } = this.#options;
    await using draft = await warehouse.createDraft(orgId, schema);
    const folder = path.join(draft.folder, 'sample');
    const files = await generateSample(jobs, { schema, module: sampleModule, folder });
    return await this.import({ orgId, connector: 'csv', schema, files, build, by: { actor: platformActor } });
  }

  async #read({ orgId, schema, connector, files }: ImportOptions): Promise<LoadedSource> {
    const sources = await this.#options.declaredSources(orgId);
    const declared = sources.filter((source) => source.schema === schema).flatMap((source) => source.tables);
    return await this.#options.registry.get(connector).read({ orgId, schema, files, declared });
  }

  /** Two at once would both start from the same version, and the first one's tables would be lost. */
  async #alone<T>({ orgId, schema }: ImportOptions, task: () => Promise<T>): Promise<T> {
    const key = `${orgId} ${schema}`;
    if (this.#running.has(key)) throw new PlatformError('HF_CONNECTOR_IMPORT_RUNNING', { schema });
    this.#running.add(key);
    try {
      return await task();
    } finally {
      this.#running.delete(key);
    }
  }

  async #requireImportable(schema: string): Promise<void> {
    const reserved = [EXTRACT_SOURCE, ...(await this.#options.workspaceNames())];
    if (reserved.includes(schema)) throw new PlatformError('HF_CONNECTOR_SCHEMA_RESERVED', { schema });
  }

  /** The data is in, whatever becomes of the builds. */
  async #startBuilds({ orgId, schema, by }: ImportOptions): Promise<string[]> {
    const event = { orgId, schema, by };
    try {
      return [...(await this.#options.startBuilds(event))];
    } catch (error) {
      this.#options.onBuildFailure(error, event);
      return [];
    }
  }
}

/** Counts only: values of rejected rows may be somebody's data. */
function describeImport(options: ImportOptions, loaded: LoadedSource): AuditWrite {
  const tables = loaded.tables.map(({ table, rows, rejected }) => ({ table, rows, rejected }));
  return {
    ...options.by,
    org_id: options.orgId,
    action: 'data.imported',
    target_type: 'source',
    target_id: options.schema,
    details: { connector: options.connector, version: loaded.file.version, tables },
  };
}

function toResult(options: ImportOptions, loaded: LoadedSource, run_ids: string[]): ImportResult {
  const { connector, schema } = options;
  const { id, built_at: imported_at } = loaded.file;
  return { id, connector, schema, imported_at, tables: [...loaded.tables], run_ids };
}
