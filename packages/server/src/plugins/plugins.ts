import { createDiagnostic, PlatformError } from '@honeyframe/contract';
import { type ContributionPoint, discoverReport } from '@honeyframe/host';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../database/index.ts';
import type { OrgSeeder } from '../orgs/index.ts';
import { resolveActivationOrder } from './activation-order.ts';
import { type InstallablePlugin, installInOrg, installPlugin } from './install/install-plugin.ts';
import { recallInstalled } from './install/recall-installed.ts';
import type { PluginAccess } from './plugin-access.ts';
import { createRecord, type PluginRecord, toInstallable } from './plugin-record.ts';
import type { RoutersPoint } from './routers.contribution.ts';

export interface PluginsOptions {
  readonly database: Database;
  readonly installDir: string;
  readonly dataDir: string;
  readonly log: FastifyBaseLogger;
  readonly access: PluginAccess;
  readonly knownIcons: ReadonlySet<string>;
  readonly autoInstall: 'all' | 'bundled' | 'none';
  readonly routers: RoutersPoint;
  /** The other surfaces, in the order in which they are attached. */
  readonly points: readonly ContributionPoint<InstallablePlugin>[];
}

/** Every plugin folder that was found, and what became of it. */
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
  /** Seeds installed plugins into an organisation that is being made. */
  readonly seedOrg: OrgSeeder;
  close(): Promise<void>;
}

/** One waits for a file or the database while another is compiled; more only take memory. */
const MOUNTING_AT_ONCE = 4;

export function createPlugins(options: PluginsOptions): Plugins {
  let records: PluginRecord[] = [];
  const holds = new Map<string, () => void>();
  let starting: Promise<void> = Promise.resolve();
  let closing = false;
  // Asked on the path of requests.
  let bySlug = new Map<string, PluginRecord>();
  const find = (slug: string) => bySlug.get(slug);

  const discover = async (): Promise<void> => {
    const { installDir, dataDir, knownIcons, log } = options;
    const report = await discoverReport({ installDir, dataDir, knownIcons });
    records = report.plugins.map(createRecord);
    const counting = records.filter((record) => record.state !== 'shadowed');
    bySlug = new Map(counting.map((record) => [record.discovered.slug, record]));
    for (const problem of report.diagnostics) log.warn({ problem }, problem.message);
    for (const record of records) {
      logDiagnostics(log, record);
      if (record.state === 'starting')
        holds.set(record.discovered.slug, options.routers.hold(record.discovered.slug));
    }
    await recall(options.database, records);
  };

  /** @returns whether its surfaces are to be attached. */
  const ensureInstalled = async (plugin: InstallablePlugin): Promise<boolean> => {
    const record = find(plugin.slug);
    if (!record) return false;
    try {
      if (!(await isWanted(options, plugin, record))) record.state = 'discovered';
      else if (record.installedAt === null) await install(options, plugin, record);
    } catch (error) {
      fail(options, record, error);
    }
    if (record.state !== 'starting') release(plugin.slug);
    return record.state === 'starting';
  };

  const mountRoutes = async (plugin: InstallablePlugin): Promise<void> => {
    const record = find(plugin.slug);
    if (!record) return;
    try {
      await attach(record, plugin, [options.routers]);
    } catch (error) {
      fail(options, record, error);
    } finally {
      release(plugin.slug);
    }
  };

  /**
   * Routes first, for every plugin, so that no request waits for somebody's frontend to build. One after the other is
   * installed, since the first to declare a permission owns it; meanwhile the ones before are compiled.
   */
  const startRoutes = async (ordered: readonly InstallablePlugin[]): Promise<void> => {
    const mounts: Promise<void>[] = [];
    for (const plugin of ordered) {
      if (closing) break;
      if (await ensureInstalled(plugin)) mounts.push(mountRoutes(plugin));
      await mounts.at(-MOUNTING_AT_ONCE);
    }
    await Promise.all(mounts);
  };

  const attachSurfaces = async (plugin: InstallablePlugin): Promise<void> => {
    const record = find(plugin.slug);
    if (record?.state !== 'starting') return;
    try {
      await attach(record, plugin, options.points);
      if (record.state === 'starting') record.state = 'active';
    } catch (error) {
      fail(options, record, error);
    }
  };

  const release = (slug: string): void => {
    holds.get(slug)?.();
    holds.delete(slug);
  };

  const startAll = async (): Promise<void> => {
    const installable = records
      .map((record) => toInstallable(record.discovered))
      .filter((plugin) => plugin !== undefined);
    const ordered = resolveActivationOrder(installable);
    await startRoutes(ordered);
    if (!closing) await markMissing(options, new Set(installable.map((plugin) => plugin.slug)));
    for (const plugin of ordered) {
      if (!closing) await attachSurfaces(plugin);
    }
  };

  return {
    discover,
    start: () => {
      starting = startAll();
      return starting;
    },
    records: () => records,
    find,
    seedOrg: async (queries, org) => {
      for (const record of records) {
        const plugin = toInstallable(record.discovered);
        if (!plugin || record.installedAt === null) continue;
        await installInOrg(queries, { manifest: plugin.manifest, orgId: org.id, pending: record.pending });
      }
    },
    close: async () => {
      closing = true;
      // Whatever a start is in the middle of still needs the database.
      await starting;
      for (const slug of [...holds.keys()]) release(slug);
      const contributions = records.flatMap((record) => record.contributions.splice(0).reverse());
      await Promise.allSettled(contributions.map((contribution) => contribution.dispose()));
    },
  };
}

/** Marks what an earlier start installed, when nothing of it has changed. */
async function recall(database: Database, records: readonly PluginRecord[]): Promise<void> {
  const starting = records.filter((record) => record.state === 'starting');
  const plugins = starting
    .map((record) => toInstallable(record.discovered))
    .filter((plugin) => plugin !== undefined);
  const recalled = await recallInstalled(database.queries, plugins);
  for (const record of starting) {
    const installed = recalled.get(record.discovered.slug);
    if (!installed) continue;
    record.installedAt = installed.installedAt.toISOString();
    record.pendingRemovals = installed.pendingRemovals;
  }
}

/** A plugin that is installed already stays so, whatever the policy says. */
async function isWanted(
  { autoInstall, database }: PluginsOptions,
  plugin: InstallablePlugin,
  record: PluginRecord,
): Promise<boolean> {
  if (autoInstall === 'all' || (autoInstall === 'bundled' && plugin.source === 'bundled')) return true;
  if (record.installedAt !== null) return true;
  const row = await database.queries
    .selectFrom('plugins')
    .select('slug')
    .where('slug', '=', plugin.slug)
    .executeTakeFirst();
  return row !== undefined;
}

async function install(
  { database, access, log }: PluginsOptions,
  plugin: InstallablePlugin,
  record: PluginRecord,
): Promise<void> {
  const { outcome, pending, pendingRemovals, installedAt } = await installPlugin(database, plugin);
  record.pending = pending;
  record.pendingRemovals = pendingRemovals;
  record.installedAt = installedAt.toISOString();
  await access.refresh();
  if (outcome !== 'unchanged')
    log.info({ plugin: plugin.slug, version: plugin.manifest.version }, `plugin ${outcome}`);
}

async function attach(
  record: PluginRecord,
  plugin: InstallablePlugin,
  points: readonly ContributionPoint<InstallablePlugin>[],
): Promise<void> {
  for (const point of points) {
    const contribution = await point.attach(plugin);
    record.contributions.push(contribution);
    record.problems.push(...contribution.diagnostics);
    const broken = contribution.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
    if (broken && point.essential) record.state = 'failed';
    else if (broken && record.state !== 'failed') record.state = 'quarantined';
  }
}

function fail({ log }: PluginsOptions, record: PluginRecord, error: unknown): void {
  const { slug, manifest_file } = record.discovered;
  record.state = 'failed';
  log.error({ plugin: slug, err: error }, 'plugin failed to start');
  const place = { plugin: slug, file: manifest_file };
  const diagnostic =
    error instanceof PlatformError
      ? createDiagnostic(error.code, place, error.context)
      : createDiagnostic('HF_PLUGIN_INSTALL_FAILED', place, {
          plugin: slug,
          reason: error instanceof Error ? error.message : String(error),
        });
  record.problems.push({ ...diagnostic, severity: 'error' });
}

/** A vanished folder may be an unmounted disk: routes and pages are off, nothing is deleted. */
async function markMissing({ database, log }: PluginsOptions, present: ReadonlySet<string>): Promise<void> {
  await database.queries
    .updateTable('plugins')
    .set({ state: 'missing' })
    .where((eb) => (present.size > 0 ? eb('slug', 'not in', [...present]) : eb.lit(true)))
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
