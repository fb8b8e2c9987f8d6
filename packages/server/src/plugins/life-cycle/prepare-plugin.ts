import type { Diagnostic } from '@honeyframe/contract';
import type {
  Contribution,
  ContributionPoint,
  Offer,
  PreparedContribution,
  PrepareOptions,
} from '@honeyframe/host';
import type { Queries } from '../../database/index.ts';
import type { InstallablePlugin } from '../plugin-record.ts';

export type PluginPoint = ContributionPoint<InstallablePlugin, Queries>;

/** A plugin whose code is loaded, built and checked on some surfaces, while nothing that runs has been touched. */
export interface PreparedPlugin {
  readonly plugin: InstallablePlugin;
  readonly offers: readonly Offer[];
  readonly diagnostics: readonly Diagnostic[];
  /** The errors of one surface. */
  errorsOf(point: string): Diagnostic[];
  /** `failed`: it cannot run at all; `quarantined`: one surface is missing. */
  readonly health: 'sound' | 'quarantined' | 'failed';
  /** What only the reader of a plan waits for. */
  examine(): Promise<Diagnostic[]>;
  commit(transaction: Queries): Promise<void>;
  /** Surface by surface; when one throws, those before it are taken away again. */
  activate(): Promise<Contribution[]>;
  discard(): Promise<void>;
}

/** Prepares all surfaces at once. Never throws: what goes wrong is a diagnostic. */
export async function preparePlugin(
  plugin: InstallablePlugin,
  points: readonly PluginPoint[],
  options?: PrepareOptions,
): Promise<PreparedPlugin> {
  const prepared = await Promise.all(
    points.map(async (point) => ({ point, contribution: await point.prepare(plugin, options) })),
  );
  const contributions = prepared.map(({ contribution }) => contribution);
  return {
    plugin,
    offers: contributions.flatMap(({ offers }) => offers),
    diagnostics: contributions.flatMap(({ diagnostics }) => diagnostics),
    errorsOf: (name) =>
      prepared
        .filter(({ point }) => point.name === name)
        .flatMap(({ contribution }) => contribution.diagnostics.filter(isError)),
    health: judge(prepared),
    examine: async () => {
      const found = await Promise.all(contributions.map((each) => each.examine?.() ?? []));
      return found.flat();
    },
    commit: async (transaction) => {
      for (const contribution of contributions) await contribution.commit?.(transaction);
    },
    activate: () => activateAll(contributions),
    discard: async () => {
      await Promise.all(contributions.map((contribution) => contribution.discard()));
    },
  };
}

interface PreparedPoint {
  readonly point: PluginPoint;
  readonly contribution: PreparedContribution<Queries>;
}

function judge(prepared: readonly PreparedPoint[]): PreparedPlugin['health'] {
  const broken = prepared.filter(({ contribution }) => contribution.diagnostics.some(isError));
  if (broken.some(({ point }) => point.essential)) return 'failed';
  return broken.length > 0 ? 'quarantined' : 'sound';
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

async function activateAll(prepared: readonly PreparedContribution<Queries>[]): Promise<Contribution[]> {
  const active: Contribution[] = [];
  try {
    for (const contribution of prepared) active.push(await contribution.activate());
    return active;
  } catch (error) {
    await disposeAll(active);
    throw error;
  }
}

/** Takes away what was attached, the last first. One that fails keeps none of the others. */
export async function disposeAll(contributions: readonly Contribution[]): Promise<void> {
  await Promise.allSettled(contributions.toReversed().map(async (each) => each.dispose()));
}
