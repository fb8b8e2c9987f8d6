import type { Lineage, LineageNode } from '@honeyframe/contract/api';
import type { IconName } from '@honeyframe/sdk/ui';
import { describeKind, describeState, kindIcons } from '../datasets/dataset-words.ts';

/** What a node is, also where it is no dataset. */
export function describeNodeKind({ kind, materialisation }: LineageNode): string {
  if (kind === 'test') return 'Check';
  if (kind === 'block') return 'Block of a dashboard';
  return describeKind({ kind, materialisation });
}

export const nodeIcons: Readonly<Record<LineageNode['kind'], IconName>> = {
  ...kindIcons,
  test: 'flask-conical',
  block: 'layout-dashboard',
};

/** Groups of states that look alike. */
export type Look = 'good' | 'warn' | 'bad' | 'busy' | 'never';

/** Marks that tell states apart where colours do not. */
export const lookWords: Readonly<Record<Look, { readonly label: string; readonly icon: IconName }>> = {
  good: { label: 'Built', icon: 'circle-check' },
  busy: { label: 'Being built', icon: 'loader-circle' },
  warn: { label: 'Warning', icon: 'triangle-alert' },
  bad: { label: 'Failed', icon: 'circle-x' },
  never: { label: 'Not built', icon: 'circle-dashed' },
};

const looks: Readonly<Record<LineageNode['state'], Look>> = {
  success: 'good',
  pass: 'good',
  unchanged: 'good',
  queued: 'busy',
  running: 'busy',
  warn: 'warn',
  error: 'bad',
  fail: 'bad',
  skipped: 'never',
  never: 'never',
};

/** A table that was built is still a bad one when its checks fail. */
export function lookOf({ state, tests }: Pick<LineageNode, 'state' | 'tests'>): Look {
  const look = looks[state];
  return look === 'good' && tests.failed > 0 ? 'warn' : look;
}

const COLOURS = 8;

/** Each owner its colour; the platform none. A ninth owner shares the first one's. */
export function colourOwners(owners: Lineage['owners']): ReadonlyMap<string, string> {
  const plugins = owners.filter(({ slug }) => slug !== 'platform');
  return new Map([
    ['platform', 'var(--hf-owner-none)'],
    ...plugins.map(({ slug }, index) => [slug, `var(--hf-owner-${(index % COLOURS) + 1})`] as const),
  ]);
}

/** What a screen reader says of a node that the reader walked to. */
export function announceNode(node: LineageNode, owner: string, up: number, down: number): string {
  const state = describeState(node).label.toLowerCase();
  return `${node.name}, ${describeNodeKind(node)} of ${owner}, ${state}. Made of ${up}, used by ${down}.`;
}
