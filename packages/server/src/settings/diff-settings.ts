import { isDeepStrictEqual } from 'node:util';
import { type JsonSchema, settingProperties } from '@honeyframe/contract/manifest';

/** A setting that another version of a plugin brings, drops or declares otherwise. */
export interface SettingChange {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What becomes of the settings from one version of a plugin to another, for a plan; ordered by name. */
export function diffSettings(from: JsonSchema | undefined, to: JsonSchema | undefined): SettingChange[] {
  const before = readDeclared(from);
  const after = readDeclared(to);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): SettingChange[] => {
    if (!before.has(name)) return [{ name, change: 'added' }];
    if (!after.has(name)) return [{ name, change: 'removed' }];
    return isDeepStrictEqual(before.get(name), after.get(name)) ? [] : [{ name, change: 'changed' }];
  });
}

function readDeclared(schema: JsonSchema | undefined): Map<string, unknown> {
  if (!schema) return new Map();
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return new Map(
    settingProperties(schema).map(([name, property]) => [name, [property, required.includes(name)]]),
  );
}
