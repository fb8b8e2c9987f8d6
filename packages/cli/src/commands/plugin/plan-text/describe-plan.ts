import {
  describePlan as describeTitle,
  type PlanChange,
  type PluginPlan,
  seedChangeKinds,
  summariseAccess,
  surfaceTitles,
} from '@honeyframe/contract/api';
import { toLine } from '../../../output/to-line.ts';

/** A plan for a terminal: what matters most first, each surface under its name. */
export function describePlan(plan: PluginPlan): string {
  const parts = [
    [describeTitle(plan), `  ${summariseAccess(plan)}`],
    listBlockers(plan.blockers),
    section('To be approved', plan.approvals.map(describeApproval)),
    section('People', plan.access.map(describePerson)),
    section('Groups', plan.seeds.map(describeSeed)),
    section('Permissions', plan.permissions.map(describePermissionChange)),
    ...describeMigrations(plan),
    ...describeSurfaces(plan.changes),
    section('Warnings', plan.warnings.flatMap(describeDiagnostic)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What keeps a step from being taken, each with its place and what to do. */
export function describeBlockers(blockers: PluginPlan['blockers']): string {
  return listBlockers(blockers).join('\n');
}

function listBlockers(blockers: PluginPlan['blockers']): string[] {
  return section('Blocked by', blockers.flatMap(describeDiagnostic));
}

const signs: Readonly<Record<PlanChange['change'], string>> = {
  added: '+',
  changed: '~',
  removed: '-',
  kept: '=',
};

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function describeSurfaces(changes: readonly PlanChange[]): string[][] {
  return Object.entries(surfaceTitles).map(([surface, title]) =>
    section(
      title,
      changes
        .filter((change) => change.surface === surface)
        .map(({ change, name, detail }) => toLine(`${signs[change]} ${name}${detail ? `  ${detail}` : ''}`)),
    ),
  );
}

/** SQL is printed as it is written, but for what would steer the terminal. */
function describeMigrations({ migrations }: PluginPlan): string[][] {
  return migrations.map(({ file, sql, direction }) =>
    section(
      toLine(`Migration ${file}${direction === 'down' ? ' (undoes; rows may be lost)' : ''}`),
      sql.trim().split('\n').map(toLine),
    ),
  );
}

function describeDiagnostic({ file, line, column, message, hint, code }: PluginPlan['blockers'][number]) {
  return [toLine(`${file}:${line}:${column} ${code}`), toLine(`  ${message}`), toLine(`  ${hint}`)];
}

function describeApproval({ kind, name, reason }: PluginPlan['approvals'][number]): string {
  return toLine(`! ${kind.replaceAll('_', ' ')} ${name}: ${reason}`);
}

function describePerson({ change, email, permission, target_id, through }: PluginPlan['access'][number]) {
  const object = target_id ? ` for ${target_id}` : '';
  return toLine(
    `${change === 'gains' ? '+' : '-'} ${email} ${change} ${permission}${object} through ${through}`,
  );
}

function describeSeed({ kind, org, detail }: PluginPlan['seeds'][number]): string {
  const isNote = seedChangeKinds[kind] === 'note';
  const sign = isNote ? '=' : /removed|lost|released/.test(kind) ? '-' : '+';
  return toLine(`${sign} [${org}] ${detail}`);
}

function describePermissionChange(change: PluginPlan['permissions'][number]) {
  const { permission, kind, owner, state, description } = change;
  const sign = { added: '+', removed: '-', handed_over: '~', requested: '?', withdrawn: '-' }[kind];
  const whose = kind === 'requested' || kind === 'handed_over' ? `, owned by ${owner}` : '';
  return toLine(
    `${sign} ${permission} ${kind.replaceAll('_', ' ')}${whose}${state ? `, ${state}` : ''}${description ? `: ${description}` : ''}`,
  );
}
