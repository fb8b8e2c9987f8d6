import type { FastifyBaseLogger } from 'fastify';
import type { Database, Queries } from '../../database/index.ts';
import { installPlugin } from '../install/install-plugin.ts';
import { countIndependent, installTogether } from '../install/install-together.ts';
import type { InstalledPlugin } from '../install/recall-installed.ts';
import type { PluginAccess } from '../plugin-access.ts';
import type { PluginRecord } from '../plugin-record.ts';
import type { RoutersPoint } from '../routers.contribution.ts';
import { describeFailure } from './describe-failure.ts';
import type { PluginCode, PluginVersion } from './plugin-code.ts';
import { type PluginPoint, type PreparedPlugin, preparePlugin } from './prepare-plugin.ts';
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
  readonly recordStarts: (trx: Queries, starts: readonly AutomaticStep[]) => Promise<void>;
}

/** An installation or upgrade because of what a folder says at a start. */
export interface AutomaticStep {
  readonly step: 'install' | 'upgrade';
  readonly version: PluginVersion;
  readonly installed: InstalledPlugin | undefined;
}

/** One waits for a file while another is compiled and those before are installed, as many as there are by then. */
const PREPARED_AT_ONCE = 16;
/** What a start means to run of one plugin. */
export interface Start {
  readonly record: PluginRecord;
  readonly version: PluginVersion;
  readonly installed: InstalledPlugin | undefined;
  readonly isSettled: boolean;
  /** Nothing of it is there yet, no data that was kept either. */
  readonly isFirst: boolean;
}

interface ReadyStart {
  readonly start: Start;
  readonly prepared: PreparedPlugin;
}

/** Installs what is to be installed, and mounts it; whoever waits for a plugin's routes is answered then. */
export async function startRoutes(starts: readonly Start[], options: StartOptions): Promise<void> {
  const preparing: Promise<unknown>[] = [];
  const ready: ReadyStart[] = [];
  const prepareNext = (): void => {
    const index = preparing.length;
    const start = starts[index];
    if (!start) return;
    const prepared = preparePlugin(start.version.plugin, [options.routers]);
    preparing.push(prepared.then((prepared) => (ready[index] = { start, prepared })));
  };
  for (let count = 0; count < PREPARED_AT_ONCE; count += 1) prepareNext();
  // In their order, since the first to declare a permission owns it.
  for (let next = 0; next < starts.length; ) {
    await preparing[next];
    const group = takeTogether(ready, next);
    next += group.length;
    for (const _ of group) prepareNext();
    await startGroup(group, options);
    for (const { start } of group) options.release(start.record.discovered.slug);
  }
}

/** Those that are ready by now and can be installed at once, or the next alone. */
function takeTogether(ready: readonly ReadyStart[], next: number): ReadyStart[] {
  const row = ready.slice(next);
  const end = row.findIndex((each) => {
    return !each?.start.isFirst || each.start.isSettled || each.prepared.health === 'failed';
  });
  const firsts = end < 0 ? row : row.slice(0, end);
  const count = countIndependent(firsts.map(({ start }) => start.version));
  return row.slice(0, Math.max(1, count));
}

async function startGroup(group: readonly ReadyStart[], options: StartOptions): Promise<void> {
  if (options.isClosing()) {
    for (const { prepared } of group) await prepared.discard();
    return;
  }
  const installed = group.length > 1 && (await installGroup(group, options));
  for (const { start, prepared } of group)
    await startOne(installed ? { ...start, isSettled: true } : start, prepared, options);
}

/** @returns false where each has to be installed by itself. */
async function installGroup(group: readonly ReadyStart[], options: StartOptions): Promise<boolean> {
  const { database, access, log } = options;
  const installs = group.map(({ start }) => start.version);
  const installedAt = await installTogether(database, {
    installs,
    also: (trx) =>
      options.recordStarts(
        trx,
        installs.map((version) => ({ step: 'install', version, installed: undefined })),
      ),
  }).catch((error: unknown) => void log.error({ err: error }, 'plugins were not installed together'));
  if (!installedAt) return false;
  for (const { start } of group) {
    const { slug, manifest } = start.version.plugin;
    start.record.installedAt = installedAt.get(slug)?.toISOString() ?? null;
    log.info({ plugin: slug, version: manifest.version }, 'plugin installed');
  }
  await access.refresh();
  return true;
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
      if (isNews) await options.recordStarts(trx, [{ step, version, installed }]);
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

export function fail(record: PluginRecord, error: unknown, { log }: StartOptions): undefined {
  record.state = 'failed';
  log.error({ plugin: record.discovered.slug, err: error }, 'plugin failed to start');
  record.problems.push(describeFailure(record.discovered, error));
}
