import type { PluginSource, PluginState, PluginSummary, StepRecord } from '@honeyframe/contract/api';
import type { IconName, Tone } from '@honeyframe/sdk/ui';

interface Word {
  readonly label: string;
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly explanation: string;
}

/** States of a plugin in the reader's words. */
export const stateWords: Readonly<Record<PluginState, Word>> = {
  active: {
    label: 'Running',
    tone: 'good',
    icon: 'circle-check',
    explanation: 'It serves its routes and pages.',
  },
  starting: { label: 'Starting', tone: 'busy', explanation: 'It is being started.' },
  installed: {
    label: 'Installed',
    tone: 'neutral',
    icon: 'circle',
    explanation: 'It is installed and not running.',
  },
  discovered: {
    label: 'Found',
    tone: 'neutral',
    icon: 'circle-dashed',
    explanation: 'Its folder was found; it is not installed.',
  },
  disabled: {
    label: 'Switched off',
    tone: 'neutral',
    icon: 'circle-slash',
    explanation: 'It is switched off in this organisation.',
  },
  quarantined: {
    label: 'Partly running',
    tone: 'warn',
    icon: 'triangle-alert',
    explanation: 'One part of it is off; the rest serves.',
  },
  failed: { label: 'Failed', tone: 'bad', icon: 'circle-x', explanation: 'It could not be started.' },
  invalid: {
    label: 'Invalid',
    tone: 'bad',
    icon: 'circle-x',
    explanation: 'Its plugin.yaml has errors; nothing of it was loaded.',
  },
  missing: {
    label: 'Folder missing',
    tone: 'warn',
    icon: 'triangle-alert',
    explanation: 'Its folder is gone. Its data, groups and permissions are kept.',
  },
  shadowed: {
    label: 'Replaced',
    tone: 'neutral',
    icon: 'copy',
    explanation: 'Another folder of the same name takes precedence.',
  },
  uninstalled: {
    label: 'Data kept',
    tone: 'neutral',
    icon: 'archive',
    explanation: 'It is uninstalled; only what it stored is left.',
  },
};

export const sourceWords: Readonly<Record<PluginSource, string>> = {
  bundled: 'Came with the platform',
  customer: 'Added here',
  package: 'Installed package',
};

/** Whether there is something to upgrade, roll back or uninstall. */
export function isInstalled({ state, installed_at }: Pick<PluginSummary, 'state' | 'installed_at'>): boolean {
  return state !== 'shadowed' && installed_at !== null;
}

/** A folder that was found and that could be installed. */
export function isInstallable(plugin: Pick<PluginSummary, 'state' | 'installed_at'>): boolean {
  return plugin.installed_at === null && (plugin.state === 'discovered' || plugin.state === 'failed');
}

/** Whether an organisation can switch it on and off: it must run for that. */
export function isSwitchable({ state, generation }: Pick<PluginSummary, 'state' | 'generation'>): boolean {
  return state !== 'shadowed' && generation !== null;
}

/** The state as it is in this organisation. */
export function stateHere({ state, enabled }: Pick<PluginSummary, 'state' | 'enabled'>): PluginState {
  return state === 'active' && !enabled ? 'disabled' : state;
}

/** What lies in the folder and does not run, and what becomes of it. */
export function describeUpdate(
  { version }: Pick<PluginSummary, 'version'>,
  update: NonNullable<PluginSummary['update']>,
): string {
  const what = update.version === version ? `other files of version ${version}` : `version ${update.version}`;
  if (update.held)
    return `Its folder holds ${what}, which was rolled back: it runs again only when somebody upgrades to it.`;
  return `Its folder holds ${what}. Upgrade to put it to work; you see a plan first.`;
}

const stepNouns: Readonly<Record<StepRecord['step'], string>> = {
  install: 'Installed',
  upgrade: 'Upgraded',
  roll_back: 'Rolled back',
  enable: 'Enabled',
  disable: 'Disabled',
  uninstall: 'Uninstalled',
};

/** `Upgraded from 1.0.0 to 1.1.0`, `Enabled in 'main'` */
export function describeStepRecord(
  record: Pick<StepRecord, 'step' | 'from_version' | 'to_version' | 'org'>,
): string {
  const { step, from_version, to_version, org } = record;
  const words = stepNouns[step];
  if (step === 'enable' || step === 'disable') return org ? `${words} in '${org}'` : words;
  if (step === 'install') return `${words} ${to_version ?? ''}`.trim();
  if (step === 'uninstall') return `${words} ${from_version ?? ''}`.trim();
  if (from_version === to_version) return `${words}, version ${to_version ?? '–'} as before`;
  return `${words} from ${from_version ?? '–'} to ${to_version ?? '–'}`;
}

export const outcomeWords: Readonly<
  Record<StepRecord['outcome'], { readonly label: string; readonly tone: Tone; readonly icon: IconName }>
> = {
  done: { label: 'Done', tone: 'good', icon: 'circle-check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'circle-x' },
  rolled_back: { label: 'Taken back by itself', tone: 'warn', icon: 'rotate-ccw' },
};

/** Whether somebody should look at it. */
export function hasProblems(plugin: PluginSummary): boolean {
  const troubled = ['failed', 'invalid', 'missing', 'quarantined'].includes(plugin.state);
  return troubled || plugin.diagnostics.some(({ severity }) => severity !== 'info') || isWaiting(plugin);
}

/** `The permission visit.edit`, `The group nurses`, `For the group nurses: the permission visit.edit` */
export function describeRemoval({ kind, name }: PluginSummary['pending_removals'][number]): string {
  if (kind !== 'grant') return `The ${kind.replaceAll('_', ' ')} ${name}`;
  const [group, permission] = name.split(' / ');
  return `For the group ${group}: the permission ${permission}`;
}

/** Whether it asks an administrator for a decision. */
export function isWaiting(plugin: PluginSummary): boolean {
  return plugin.pending_removals.length > 0 || plugin.permissions.some(({ state }) => state === 'pending');
}
