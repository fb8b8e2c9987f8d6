import type { PlanSurface, PluginPlan, PluginStep } from './life-cycle.ts';
import type { AccessChange } from './seed-plan.ts';

/** Surfaces of a plan in the reader's words, in the order in which a plan shows them. */
export const surfaceTitles: Readonly<Record<PlanSurface, string>> = {
  routes: 'Routes',
  pages: 'Pages',
  blocks: 'Blocks for Home',
  nav: 'Sidebar',
  dbt: 'Models',
  schedules: 'Schedules',
  settings: 'Settings',
  texts: 'Names and descriptions',
  data: 'Data',
  files: 'Files',
};

type Titled = Pick<PluginPlan, 'step' | 'display_name' | 'from' | 'to' | 'org' | 'data'>;

const stepTitles: Readonly<Record<PluginStep, (plan: Titled) => string>> = {
  install: ({ display_name, to }) => `Install ${display_name} ${to?.version ?? ''}`.trim(),
  upgrade: (plan) =>
    plan.from?.generation === plan.to?.generation
      ? `Remove what ${plan.display_name} ${plan.to?.version ?? ''} no longer declares`
      : `Upgrade ${plan.display_name} ${describeVersions(plan)}`,
  roll_back: (plan) => `Roll ${plan.display_name} back ${describeVersions(plan)}`,
  enable: ({ display_name, org }) => `Enable ${display_name} in '${org ?? ''}'`,
  disable: ({ display_name, org }) => `Disable ${display_name} in '${org ?? ''}'`,
  uninstall: ({ display_name, data }) =>
    `Uninstall ${display_name} and ${data === 'purge' ? 'delete' : 'keep'} its data`,
};

/** One line for what a plan does: `Upgrade Clinic from 1.0.0 to 1.1.0`. */
export function describePlan(plan: Titled): string {
  return stepTitles[plan.step](plan);
}

/** Two versions of the same number are told apart by what names their code. */
function describeVersions({ from, to }: Pick<PluginPlan, 'from' | 'to'>): string {
  const isSame = from?.version === to?.version;
  const name = (side: PluginPlan['from']) =>
    side ? `${side.version}${isSame ? ` (${side.generation.slice(0, 8)})` : ''}` : 'nothing';
  return `from ${name(from)} to ${name(to)}`;
}

/** `patient.edit` → `edit patients` */
export function describePermission(permission: string): string {
  const [resource = '', action = ''] = permission.split('.');
  const words = (text: string) => text.replaceAll('_', ' ');
  return action ? `${words(action)} ${toPlural(words(resource))}` : words(resource);
}

function toPlural(noun: string): string {
  if (/s$|data$|staff$/.test(noun)) return noun;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

type Change = Pick<AccessChange, 'user_id' | 'permission' | 'change'>;

/** `3 people gain “edit patients”; nobody loses anything.` */
export function summariseAccess({
  step,
  access,
}: Pick<PluginPlan, 'step'> & { readonly access: readonly Change[] }): string {
  if (access.length === 0) {
    // A page for every member asks for no permission, so that nobody is listed and everybody is concerned.
    const isSwitch = step === 'enable' || step === 'disable';
    return isSwitch ? 'Nobody holds one of its permissions.' : 'Nobody gains or loses anything.';
  }
  const gains = summariseSide(access, 'gains');
  const loses = summariseSide(access, 'loses');
  if (gains && loses) return `${gains}; ${loses}.`;
  return gains ? `${gains}; nobody loses anything.` : `${loses}; nobody gains anything.`;
}

/** More than that and a sentence is no longer read. */
const MOST_NAMED = 3;

function summariseSide(access: readonly Change[], side: AccessChange['change']): string | undefined {
  const changes = access.filter(({ change }) => change === side);
  if (changes.length === 0) return undefined;
  const byPermission = Map.groupBy(changes, ({ permission }) => permission);
  if (byPermission.size > MOST_NAMED)
    return countPeople(changes, side, `access, by ${byPermission.size} permissions`);
  // Permissions that the same people gain stand together.
  const byPeople = Map.groupBy(byPermission.values(), toPeopleKey);
  return [...byPeople.values()]
    .map((permissions) => {
      const names = permissions.flatMap(([first]) =>
        first ? [`“${describePermission(first.permission)}”`] : [],
      );
      return countPeople(permissions[0] ?? [], side, joinNames(names));
    })
    .join(', ');
}

function toPeopleKey(changes: readonly Change[]): string {
  return [...new Set(changes.map(({ user_id }) => user_id))].sort().join(' ');
}

function countPeople(changes: readonly Change[], side: AccessChange['change'], what: string): string {
  const people = new Set(changes.map(({ user_id }) => user_id)).size;
  return people === 1 ? `1 person ${side} ${what}` : `${people} people ${side.replace(/s$/, '')} ${what}`;
}

function joinNames(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
