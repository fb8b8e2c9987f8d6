import type { DbtNode, DbtRun, RunState } from '@honeyframe/contract/api';
import type { IconName, Tone } from '@honeyframe/sdk/ui';

interface Word {
  readonly label: string;
  readonly tone: Tone;
  readonly icon?: IconName;
}

/** States of a build in the reader's words. */
export const runWords: Readonly<Record<RunState, Word>> = {
  queued: { label: 'Waiting', tone: 'neutral', icon: 'clock' },
  parsing: { label: 'Preparing', tone: 'busy' },
  running: { label: 'Running', tone: 'busy' },
  publishing: { label: 'Publishing', tone: 'busy' },
  success: { label: 'Done', tone: 'good', icon: 'circle-check' },
  error: { label: 'Failed', tone: 'bad', icon: 'circle-x' },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: 'circle-slash' },
  lost: { label: 'Interrupted', tone: 'warn', icon: 'triangle-alert' },
};

/** States of one step of a build. */
export const nodeWords: Readonly<Record<DbtNode['state'], Word>> = {
  queued: { label: 'Waiting', tone: 'neutral', icon: 'circle-dashed' },
  running: { label: 'Running', tone: 'busy' },
  success: { label: 'Done', tone: 'good', icon: 'circle-check' },
  pass: { label: 'Passed', tone: 'good', icon: 'circle-check' },
  warn: { label: 'Warning', tone: 'warn', icon: 'triangle-alert' },
  error: { label: 'Failed', tone: 'bad', icon: 'circle-x' },
  fail: { label: 'Check failed', tone: 'bad', icon: 'circle-x' },
  unchanged: { label: 'Unchanged', tone: 'neutral', icon: 'circle-check' },
  skipped: { label: 'Skipped', tone: 'neutral', icon: 'skip-forward' },
};

/** Why builds begin, in the reader's words. */
export const triggers: Readonly<Record<string, string>> = {
  install: 'for the first time',
  manual: 'by hand',
  import: 'after an import',
  schedule: 'on schedule',
  resume: 'going on with an earlier one',
};

/** Who or what started a build: `Clara Reyes, by hand`. */
export function describeTrigger({ trigger, requested_by }: Pick<DbtRun, 'trigger' | 'requested_by'>): string {
  const why = triggers[trigger] ?? trigger;
  return requested_by ? `${requested_by}, ${why}` : why.charAt(0).toUpperCase() + why.slice(1);
}

const live: ReadonlySet<RunState> = new Set(['queued', 'parsing', 'running', 'publishing']);

/** Whether a build is still going on. */
export function isLive(state: RunState): boolean {
  return live.has(state);
}

/** Seconds that a build has taken so far, or took. */
export function secondsOf(run: Pick<DbtRun, 'started_at' | 'finished_at'>, now: number): number | null {
  if (!run.started_at) return null;
  const end = run.finished_at ? Date.parse(run.finished_at) : now;
  return Math.max(0, (end - Date.parse(run.started_at)) / 1000);
}
