import path from 'node:path';
import { type DiscoveredPlugin, discoverReport, validateFolder } from '@honeyframe/host';
import type { FastifyBaseLogger } from 'fastify';
import { findPending } from '../access/index.ts';
import { type AuditLog, type AuditWrite, platformActor } from '../audit/index.ts';
import type { Database } from '../database/index.ts';
import type { OrgSeeder } from '../orgs/index.ts';
import { installEverywhere, installInOrgs } from './install/install-everywhere.ts';
import { type InstalledPlugins, recallInstalled } from './install/recall-installed.ts';
import type { PluginCode } from './life-cycle/plugin-code.ts';
import { disposeAll, type PluginPoint } from './life-cycle/prepare-plugin.ts';
import { startPlugins } from './life-cycle/start-plugins.ts';
import type { AutomaticStep } from './life-cycle/start-routes.ts';
import type { PluginAccess } from './plugin-access.ts';
import { createRecord, findManifest, type PluginRecord } from './plugin-record.ts';
import type { RoutersPoint } from './routers.contribution.ts';

export interface PluginsOptions {
  readonly database: Database;
  readonly installDir: string;
  readonly dataDir: string;
  readonly log: FastifyBaseLogger;
  readonly access: PluginAccess;
  readonly knownIcons: ReadonlySet<string>;
  readonly autoInstall: 'all' | 'bundled' | 'none';
  readonly code: PluginCode;
  readonly routers: RoutersPoint;
  readonly auditLog: AuditLog;
  /** The other surfaces, in the order in which they are attached. */
  readonly points: readonly PluginPoint[];
}

/** Every plugin that was found or installed, and what became of it. */
export interface Plugins {
  /**
   * Finds the folders and what is installed of them; quick, and before the platform listens, so that early requests wait
   * instead of failing.
   */
  discover(): Promise<void>;
  /** Installs and attaches them all. Never throws: each failure is that plugin's record. */
  start(): Promise<void>;
  records(): readonly PluginRecord[];
  /** The record that counts for a slug: not a shadowed one. */
  find(slug: string): PluginRecord | undefined;
  /** Looks at all folders again; what runs goes on as it is. */
  rediscover(): Promise<void>;
  /** Puts a record in the place of the one that counts for its slug, or adds it. */
  keep(record: PluginRecord): void;
  /** Whether it is not decided yet what answers its requests. */
  isHeld(slug: string): boolean;
  forget(slug: string): void;
  /** Reads again which permissions wait for approval, after somebody decided here or on another node. */
  refreshPending(): Promise<void>;
  /** Seeds what an approval allows, and reads again. */
  applyDecision(slug: string): Promise<void>;
  /** Seeds installed plugins into an organisation that is being made. */
  readonly seedOrg: OrgSeeder;
  close(): Promise<void>;
}

/**
 * How long a request waits for its plugin at a start. Proxies give up after a minute, and then nobody learns why; and each
 * request that waits takes a connection.
 */
const PATIENCE_MS = 30_000;

export function createPlugins(options: PluginsOptions): Plugins {
  const { database, log, routers } = options;
  let records: PluginRecord[] = [];
  // Asked on the path of requests.
  const bySlug = new Map<string, PluginRecord>();
  const holds = new Map<string, () => void>();
  let installed: InstalledPlugins | undefined;
  let starting: Promise<void> = Promise.resolve();
  let closing = false;

  const keep = (record: PluginRecord): void => {
    const { slug } = record.discovered;
    const previous = bySlug.get(slug);
    if (previous) records = records.filter((each) => each !== previous);
    records.push(record);
    bySlug.set(slug, record);
  };

  const refreshPending = async (): Promise<void> => {
    const before = new Map([...bySlug].map(([slug, record]) => [slug, record.pending]));
    const pending = await findPending(database.queries);
    for (const [slug, record] of bySlug) {
      // One that changed while this was read knows better: an installation has just looked.
      if (record.pending === before.get(slug)) record.pending = pending.get(slug) ?? new Set();
    }
  };

  const release = (slug: string): void => {
    holds.get(slug)?.();
    holds.delete(slug);
  };

  const discover = async (): Promise<void> => {
    const report = await discoverReport(options);
    for (const problem of report.diagnostics) log.warn({ problem }, problem.message);
    installed = await recallInstalled(database.queries);
    records = report.plugins.map(createRecord);
    for (const record of records) {
      if (record.state !== 'shadowed') bySlug.set(record.discovered.slug, record);
    }
    for (const record of findUploads(installed, options.dataDir)) {
      if (!bySlug.has(record.discovered.slug)) keep(record);
    }
    for (const record of bySlug.values()) {
      logDiagnostics(log, record);
      const { slug } = record.discovered;
      if (record.state === 'starting' || installed.find(slug))
        holds.set(slug, routers.hold(slug, { patienceMs: PATIENCE_MS }));
    }
  };

  const rediscover = async (): Promise<void> => {
    const report = await discoverReport(options);
    const counting = report.plugins.filter(({ state }) => state !== 'shadowed');
    const uploads = new Set(
      [...bySlug.values()]
        .filter(({ discovered }) => isStored(options.dataDir, discovered.root))
        .map(({ discovered }) => discovered.slug),
    );
    for (const discovered of counting) {
      const record = bySlug.get(discovered.slug);
      if (record && !uploads.has(discovered.slug)) lookAgain(record, discovered);
      else if (!record) keep({ ...createRecord(discovered), state: toRestingState(discovered) });
    }
    const shadowed = report.plugins.filter(({ state }) => state === 'shadowed').map(createRecord);
    records = [...bySlug.values(), ...shadowed];
  };

  const startAll = async (): Promise<void> => {
    if (!installed) return;
    await startPlugins([...bySlug.values()], installed, {
      ...options,
      release,
      isClosing: () => closing,
      recordStarts: (trx, starts) => options.auditLog.recordAll(starts.map(describeStart), trx),
    });
    if (!closing) await markMissing(options, [...bySlug.keys()]);
  };

  return {
    discover,
    start: () => {
      starting = startAll();
      return starting;
    },
    records: () => records,
    find: (slug) => bySlug.get(slug),
    rediscover,
    keep,
    isHeld: (slug) => holds.has(slug),
    forget: (slug) => {
      records = records.filter((record) => record !== bySlug.get(slug));
      bySlug.delete(slug);
    },
    refreshPending,
    applyDecision: async (slug) => {
      const record = bySlug.get(slug);
      const manifest = record && findManifest(record);
      if (!manifest || record.installedAt === null) return;
      await database.ownerQueries.transaction().execute((trx) => installEverywhere(trx, manifest));
      await refreshPending();
    },
    seedOrg: async (queries, org) => {
      for (const record of records) {
        const manifest = record.installedAt === null ? undefined : findManifest(record);
        if (manifest) await installInOrgs(queries, { manifest, orgIds: [org.id], pending: record.pending });
      }
    },
    close: async () => {
      closing = true;
      // Whatever a start is in the middle of still needs the database.
      await starting;
      for (const slug of [...holds.keys()]) release(slug);
      await Promise.all(records.map((record) => disposeAll(record.running?.contributions ?? [])));
    },
  };
}

function describeStart({ step, version, installed }: AutomaticStep): AuditWrite {
  const { slug, manifest } = version.plugin;
  return {
    org_id: null,
    actor: platformActor,
    action: `plugin.${step}`,
    plugin: slug,
    target_type: 'plugin',
    target_id: slug,
    details: {
      from: installed ? { version: installed.version, generation: installed.active_generation } : null,
      to: { version: manifest.version, generation: version.generation },
      reason: 'found at a start',
    },
  };
}

/** A copy in the store; a plugin that was sent as an archive has no other folder. */
function isStored(dataDir: string, folder: string): boolean {
  return path.dirname(folder) === path.join(dataDir, 'store');
}

/** A folder that was mended, or broken, while nothing of it ran. */
function lookAgain(record: PluginRecord, discovered: DiscoveredPlugin): void {
  record.discovered = discovered;
  const isResting = record.state === 'discovered' || record.state === 'invalid';
  if (isResting && !record.running) record.state = toRestingState(discovered);
}

/** Of a folder that was found and that nobody has installed. */
function toRestingState({ state }: DiscoveredPlugin): PluginRecord['state'] {
  return state === 'valid' ? 'discovered' : state;
}

/** Plugins that were sent as archives have no folder but their copy in the store. */
function findUploads(installed: InstalledPlugins, dataDir: string): PluginRecord[] {
  return installed
    .all()
    .filter(({ state, folder }) => state !== 'uninstalled' && isStored(dataDir, folder))
    .map(({ slug, folder }) => createRecord(validateFolder(folder, { name: slug, source: 'package' })));
}

/** A vanished folder may be an unmounted disk: routes and pages are off, nothing is deleted. */
async function markMissing({ database, log }: PluginsOptions, present: readonly string[]): Promise<void> {
  await database.queries
    .updateTable('plugins')
    .set({ state: 'missing' })
    .where('state', '!=', 'uninstalled')
    .where((eb) => (present.length > 0 ? eb('slug', 'not in', present) : eb.lit(true)))
    .execute()
    .catch((error: unknown) => log.error({ err: error }, 'could not note which plugins are missing'));
}

function logDiagnostics(log: FastifyBaseLogger, record: PluginRecord): void {
  for (const diagnostic of record.discovered.diagnostics) {
    const { file, line, column, severity, code, message } = diagnostic;
    const text = `${file}:${line}:${column} ${message}`;
    if (severity === 'error') log.error({ plugin: diagnostic.plugin, code }, text);
    else log.warn({ plugin: diagnostic.plugin, code }, text);
  }
}
