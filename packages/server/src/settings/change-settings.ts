import { isDeepStrictEqual } from 'node:util';
import { PlatformError } from '@honeyframe/contract';
import type { SettingProblem } from '@honeyframe/contract/api';
import type { ResolvedSettings } from './resolve-settings.ts';
import type { SecretBox } from './secret-box.ts';
import type { SettingsSchema } from './settings-schema.ts';
import type { SettingsKey, StoredSettings } from './settings-store.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a change makes of what is stored. */
export interface ChangedSettings {
  readonly values: Values;
  readonly secrets: Readonly<Record<string, string>>;
  /** Names of settings that are set otherwise than before. */
  readonly set: readonly string[];
  /** Names of settings that were taken away. */
  readonly removed: readonly string[];
}

/** Applies a partial change. Throws HF_SETTINGS_INVALID with every problem, by setting. */
export function changeSettings(
  box: SecretBox,
  schema: SettingsSchema,
  key: SettingsKey,
  { stored, resolved, input }: { stored: StoredSettings; resolved: ResolvedSettings; input: Values },
): ChangedSettings {
  const before: Values = { ...resolved.values, ...resolved.secrets };
  const after = applyInput(before, input);
  const { problems } = schema.check(after);
  if (problems.length > 0) throw describeInvalid(schema, key.plugin, problems);
  const changed = Object.keys(input).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const isRemoved = (name: string) => !Object.hasOwn(after, name);
  const removed = [...changed, ...Object.keys(input).filter((name) => resolved.unreadable.has(name))].filter(
    isRemoved,
  );
  const set = changed.filter((name) => !isRemoved(name));
  const values: Record<string, unknown> = { ...stored.values };
  const secrets: Record<string, string> = { ...stored.secrets };
  for (const name of removed) {
    delete values[name];
    delete secrets[name];
  }
  for (const name of set) {
    const value = after[name];
    if (schema.secretNames.has(name)) secrets[name] = box.seal({ ...key, name }, String(value));
    else values[name] = value;
  }
  return { values, secrets, set, removed };
}

/** Null takes a value away; what is left out stays. */
function applyInput(before: Values, input: Values): Values {
  return Object.fromEntries(Object.entries({ ...before, ...input }).filter(([, value]) => value !== null));
}

function describeInvalid(
  { fields }: SettingsSchema,
  plugin: string,
  problems: readonly SettingProblem[],
): PlatformError {
  const titleOf = (name: string) =>
    fields.find((field) => field.name === name)?.title ?? (name || 'All together');
  const details = problems.map(({ name, message }) => `${titleOf(name)} ${message}`).join('; ');
  return new PlatformError('HF_SETTINGS_INVALID', { plugin, details, problems });
}
