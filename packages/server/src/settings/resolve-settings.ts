import type { SettingProblem } from '@honeyframe/contract/api';
import type { SecretBox } from './secret-box.ts';
import type { SettingsSchema } from './settings-schema.ts';
import type { SettingsKey, StoredSettings } from './settings-store.ts';

/** What a plugin has in one organisation, as its schema says. */
export interface ResolvedSettings {
  /** What was set and is still declared, secrets left out. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Those that could be opened. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly unreadable: ReadonlySet<string>;
  readonly problems: readonly SettingProblem[];
  /** What routers get. */
  readonly snapshot: Readonly<Record<string, unknown>>;
}

/** Stored names that this version does not declare stay stored, for the version before, and are not shown. */
export function resolveSettings(
  box: SecretBox,
  { names, secretNames, check }: SettingsSchema,
  key: SettingsKey,
  stored: StoredSettings,
): ResolvedSettings {
  const values = pick(stored.values, (name) => names.has(name) && !secretNames.has(name));
  const secrets: Record<string, string> = {};
  const unreadable = new Set<string>();
  for (const name of secretNames) {
    const sealed = Object.hasOwn(stored.secrets, name) ? stored.secrets[name] : undefined;
    if (sealed === undefined) continue;
    const opened = box.open({ ...key, name }, sealed);
    if (opened === undefined) unreadable.add(name);
    else secrets[name] = opened;
  }
  const { problems } = check({ ...values, ...secrets });
  // A value that a newer version does not take counts as not set.
  const misfits = new Set(problems.map(({ name }) => name));
  const fitting = pick({ ...values, ...secrets }, (name) => !misfits.has(name));
  const snapshot = freezeSnapshot(check(fitting).filled, secretNames);
  return { values, secrets, unreadable, problems, snapshot };
}

/** Secrets can be read by name and are not enumerable: who logs or answers the whole gives none away. */
function freezeSnapshot(
  values: Readonly<Record<string, unknown>>,
  secretNames: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const snapshot = {};
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(snapshot, name, { value: deepFreeze(value), enumerable: !secretNames.has(name) });
  }
  return Object.freeze(snapshot);
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

function pick(
  values: Readonly<Record<string, unknown>>,
  isWanted: (name: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
}
