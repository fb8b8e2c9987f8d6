import { inParallel } from '../../system/index.ts';
import { resolveActivationOrder } from '../activation-order.ts';
import type { InstalledPlugin, InstalledPlugins } from '../install/recall-installed.ts';
import { type PluginRecord, toInstallable } from '../plugin-record.ts';
import type { PluginCode } from './plugin-code.ts';
import { disposeAll, preparePlugin } from './prepare-plugin.ts';
import { fail, type Start, type StartOptions, startRoutes } from './start-routes.ts';

/** Copies wait for the disk, and those that wait together do so once. */
const COPIED_AT_ONCE = 16;

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
  const decided = await inParallel(
    records,
    (record) => decide(record, installed, options).catch((error: unknown) => fail(record, error, options)),
    COPIED_AT_ONCE,
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
  return { record, version, installed: known, isSettled, isFirst: row === undefined };
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
  return { record, version, installed: known, isSettled: true, isFirst: false };
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
