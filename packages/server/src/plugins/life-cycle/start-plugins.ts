import type { FastifyBaseLogger } from 'fastify';
import type { Database, Queries } from '../../database/index.ts';
import { inParallel } from '../../system/index.ts';
import { resolveActivationOrder } from '../activation-order.ts';
import { installPlugin } from '../install/install-plugin.ts';
import type { InstalledPlugin, InstalledPlugins } from '../install/recall-installed.ts';
import type { PluginAccess } from '../plugin-access.ts';
import { type PluginRecord, toInstallable } from '../plugin-record.ts';
import type { RoutersPoint } from '../routers.contribution.ts';
import { describeFailure } from './describe-failure.ts';
import type { PluginCode, PluginVersion } from './plugin-code.ts';
import { disposeAll, type PluginPoint, type PreparedPlugin, preparePlugin } from './prepare-plugin.ts';
import { switchPlugin } from './switch-plugin.ts';

export interface StartOptions {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  readonly access: PluginAccess;
  readonly code: PluginCode;
  readonly autoInstall: 'all' | 'bundled' | 'none';
  readonly routers: RoutersPoint;
  /** The other surfaces, in the order in which they are attached. */
  readonly points: readonly PluginPoint[];
  /** Called when it is decided what answers a plugin's requests. */
  readonly release: (slug: string) => void;
  readonly isClosing: () => boolean;
  /** Writes down what a start does by itself, in the transaction that does it. */
  readonly recordStart: (trx: Queries, start: AutomaticStep) => Promise<void>;
}

/** An installation or upgrade because of what a folder says at a start. */
export interface AutomaticStep {
  readonly step: 'install' | 'upgrade';
  readonly version: PluginVersion;
  readonly installed: InstalledPlugin | undefined;
}

/** One waits for a file or the database while another is compiled; more only take memory. */
const PREPARED_AT_ONCE = 4;

/** What a start means to run of one plugin. */
interface Start {
  readonly record: PluginRecord;
  readonly version: PluginVersion;
  readonly installed: InstalledPlugin | undefined;
  readonly isSettled: boolean;
}

/**
 * Brings up every plugin that was found. Routes first, for all of them, so that no request waits for somebody's frontend
 * to build. Never throws: each failure is that plugin's record, and a version that ran before runs on.
 */
export async function startPlugins(
  records: readonly PluginRecord[],
  installed: InstalledPlugins,
  options: StartOptions,
): Promise<void> {
  const starts = new Map<string, Start>();
  const decided = await inParallel(records, (record) =>
    decide(record, installed, options).catch((error: unknown) => fail(record, error, options)),
  );
  for (const [index, record] of records.entries()) {
    const start = decided[index];
    if (start) starts.set(record.discovered.slug, start);
    else options.release(record.discovered.slug);
  }
  const order = resolveActivationOrder([...starts.values()].map(({ version }) => version.plugin));
  const ordered = order.flatMap((plugin) => starts.get(plugin.slug) ?? []);
  await startRoutes(ordered, options);
  for (const { record } of ordered) {
    if (!options.isClosing()) await startSurfaces(record, options);
  }
}

/** Undefined for what is not to run. */
async function decide(
  record: PluginRecord,
  installed: InstalledPlugins,
  { code, autoInstall }: StartOptions,
): Promise<Start | undefined> {
  const { slug } = record.discovered;
  if (record.state === 'shadowed') return undefined;
  const row = installed.find(slug);
  const known = row?.state === 'uninstalled' ? undefined : row;
  const found = toInstallable(record.discovered);
  if (!found) return known && recall(record, known, installed, code);
  const isWanted = autoInstall === 'all' || (autoInstall === 'bundled' && found.source === 'bundled');
  if (!known && (installed.isUninstalled(slug) || !isWanted)) {
    record.state = 'discovered';
    return undefined;
  }
  const generation = known ? await code.identify(found) : undefined;
  const isHeld = known?.held_generation === generation && generation !== known?.active_generation;
  // By policy, or because somebody rolled this very content back: what was installed runs.
  const isNews = generation !== known?.active_generation;
  if (known?.active_generation && isNews && (isHeld || !isWanted))
    return recall(record, known, installed, code);
  const version = await code.take(found, generation);
  const isSettled = installed.isSettled(found, version.generation);
  if (isSettled && known) {
    record.installedAt = known.installed_at.toISOString();
    record.pendingRemovals = installed.pendingRemovals(found);
  }
  return { record, version, installed: known, isSettled };
}

/** The version that ran before, where the folder has none that may or can. */
async function recall(
  record: PluginRecord,
  known: InstalledPlugin,
  installed: InstalledPlugins,
  code: PluginCode,
): Promise<Start | undefined> {
  const version = await code.recall(known);
  if (!version) return undefined;
  record.state = 'starting';
  record.installedAt = known.installed_at.toISOString();
  record.pendingRemovals = installed.pendingRemovals(version.plugin);
  return { record, version, installed: known, isSettled: true };
}

async function startRoutes(starts: readonly Start[], options: StartOptions): Promise<void> {
  const prepared: Promise<PreparedPlugin>[] = [];
  const prepareNext = (): void => {
    const next = starts[prepared.length];
    if (next) prepared.push(preparePlugin(next.version.plugin, [options.routers]));
  };
  for (let count = 0; count < PREPARED_AT_ONCE; count += 1) prepareNext();
  // Installed one after the other, since the first to declare a permission owns it.
  for (const [index, start] of starts.entries()) {
    const ready = await prepared[index];
    prepareNext();
    if (!ready) continue;
    if (options.isClosing()) await ready.discard();
    else await startOne(start, ready, options);
    options.release(start.record.discovered.slug);
  }
}

async function startOne(start: Start, prepared: PreparedPlugin, options: StartOptions): Promise<void> {
  const { record } = start;
  record.problems.push(...prepared.diagnostics);
  try {
    if (prepared.health === 'failed') throw new Refused();
    if (!start.isSettled) await install(start, options);
    await switchPlugin(record, start.version, prepared);
  } catch (error) {
    await prepared.discard();
    if (error instanceof Refused) record.state = 'failed';
    else fail(record, error, options);
    await fallBack(start, options);
  }
}

/** The diagnostics say why. */
class Refused extends Error {}

async function install({ record, version, installed }: Start, options: StartOptions): Promise<void> {
  const { database, access, log } = options;
  const { plugin } = version;
  const expected = installed?.active_generation ?? undefined;
  const step = installed ? 'upgrade' : 'install';
  const isNews = installed?.active_generation !== version.generation;
  const result = await installPlugin(database, {
    ...version,
    expected,
    isRepeatable: true,
    also: async (trx) => {
      if (isNews) await options.recordStart(trx, { step, version, installed });
    },
  });
  record.pending = result.pending;
  record.pendingRemovals = result.pendingRemovals;
  record.installedAt = result.installedAt.toISOString();
  await access.refresh();
  log.info({ plugin: plugin.slug, version: plugin.manifest.version }, `plugin ${result.outcome}`);
}

/** A new version that cannot run leaves the old one running; its problems stay on the record. */
async function fallBack({ record, version, installed }: Start, options: StartOptions): Promise<void> {
  if (!installed || installed.active_generation === version.generation) return;
  const before = await options.code.recall(installed);
  if (!before) return;
  const prepared = await preparePlugin(before.plugin, [options.routers]);
  if (prepared.health === 'failed') {
    await prepared.discard();
    return;
  }
  await switchPlugin(record, before, prepared);
  record.state = 'starting';
  record.installedAt = installed.installed_at.toISOString();
}

/** Pages, models: what takes longer than routes. */
async function startSurfaces(record: PluginRecord, options: StartOptions): Promise<void> {
  const { running } = record;
  if (record.state !== 'starting' || !running) return;
  const prepared = await preparePlugin(running.plugin, options.points);
  record.problems.push(...prepared.diagnostics);
  try {
    await options.database.ownerQueries.transaction().execute((trx) => prepared.commit(trx));
    const contributions = await prepared.activate();
    if (record.running !== running) await disposeAll(contributions);
    else record.running = { ...running, contributions: [...running.contributions, ...contributions] };
    record.state = prepared.health === 'sound' ? 'active' : 'quarantined';
  } catch (error) {
    fail(record, error, options);
  }
}

function fail(record: PluginRecord, error: unknown, { log }: StartOptions): undefined {
  record.state = 'failed';
  log.error({ plugin: record.discovered.slug, err: error }, 'plugin failed to start');
  record.problems.push(describeFailure(record.discovered, error));
}
