import {
  type PermissionChange,
  type PlanApproval,
  type PlanChange,
  type PlanSurface,
  type PluginPlan,
  type PluginStep,
  surfaceTitles,
} from '@honeyframe/contract/api';

/** What the button says that does it, and what it says while it does. */
export const stepWords: Readonly<Record<PluginStep, { readonly action: string; readonly noun: string }>> = {
  install: { action: 'Install', noun: 'installed' },
  upgrade: { action: 'Upgrade', noun: 'upgraded' },
  roll_back: { action: 'Roll back', noun: 'rolled back' },
  enable: { action: 'Enable', noun: 'enabled' },
  disable: { action: 'Disable', noun: 'disabled' },
  uninstall: { action: 'Uninstall', noun: 'uninstalled' },
};

/** Whether the version that runs stays, and only what it no longer declares goes. */
export function isClearing({ step, from, to }: Pick<PluginPlan, 'step' | 'from' | 'to'>): boolean {
  return step === 'upgrade' && from !== null && from.generation === to?.generation;
}

/** What the button says that carries out a plan. */
export function nameAction(plan: PluginPlan): string {
  if (plan.data === 'purge') return plan.from ? 'Uninstall and delete data' : 'Delete data';
  return isClearing(plan) ? 'Remove' : stepWords[plan.step].action;
}

export const approvalWords: Readonly<Record<PlanApproval['kind'], string>> = {
  permission: 'Uses a permission of somebody else',
  public_route: 'Opens a route to everybody',
  removal: 'Takes something away',
  data_loss: 'Loses data',
};

export const permissionWords: Readonly<Record<PermissionChange['kind'], string>> = {
  added: 'New',
  removed: 'Goes',
  handed_over: 'Goes on with another owner',
  requested: 'Asked for',
  withdrawn: 'No longer asked for',
};

const surfaces = Object.keys(surfaceTitles) as PlanSurface[];

export interface SurfaceChanges {
  readonly surface: PlanSurface;
  readonly title: string;
  readonly changes: readonly PlanChange[];
  /** `2 added, 1 removed` */
  readonly count: string;
}

/** Changes by surface, in the order in which a plan shows them. */
export function groupChanges(changes: readonly PlanChange[]): SurfaceChanges[] {
  const bySurface = Map.groupBy(changes, ({ surface }) => surface);
  return surfaces.flatMap((surface) => {
    const own = bySurface.get(surface);
    return own ? [{ surface, title: surfaceTitles[surface], changes: own, count: countChanges(own) }] : [];
  });
}

function countChanges(changes: readonly PlanChange[]): string {
  return (['added', 'changed', 'removed', 'kept'] as const)
    .map((kind) => [changes.filter(({ change }) => change === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(', ');
}

/** `Routes: 2 added. Files: 1 changed. 1 migration.` */
export function summariseChanges({
  changes,
  migrations,
}: Pick<PluginPlan, 'changes' | 'migrations'>): string {
  const parts = groupChanges(changes).map(({ title, count }) => `${title}: ${count}.`);
  if (migrations.length > 0)
    parts.push(migrations.length === 1 ? 'One migration.' : `${migrations.length} migrations.`);
  return parts.join(' ') || 'Nothing else changes.';
}
