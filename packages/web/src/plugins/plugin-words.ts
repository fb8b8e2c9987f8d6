import type { PluginSource, PluginState, PluginSummary } from '@honeyframe/contract/api';
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
};

export const sourceWords: Readonly<Record<PluginSource, string>> = {
  bundled: 'Came with the platform',
  customer: 'Added here',
  package: 'Installed package',
};

/** Whether somebody should look at it. */
export function hasProblems(plugin: PluginSummary): boolean {
  const troubled = ['failed', 'invalid', 'missing', 'quarantined'].includes(plugin.state);
  return troubled || plugin.diagnostics.some(({ severity }) => severity !== 'info') || isWaiting(plugin);
}

/** Whether it asks an administrator for a decision. */
export function isWaiting(plugin: PluginSummary): boolean {
  return plugin.pending_removals.length > 0 || plugin.permissions.some(({ state }) => state === 'pending');
}
