import { PlatformError } from '@honeyframe/contract';
import type { SettingProblem } from '@honeyframe/contract/api';
import {
  describeMisfit,
  isSecretSetting,
  type JsonSchema,
  readSettingFields,
  type SettingField,
  settingFormatSchemas,
  settingProperties,
} from '@honeyframe/contract/manifest';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Values = Readonly<Record<string, unknown>>;

/** The `settings` of one version of a plugin, ready to check values with. */
export interface SettingsSchema {
  readonly schema: JsonSchema;
  readonly fields: readonly SettingField[];
  readonly names: ReadonlySet<string>;
  readonly secretNames: ReadonlySet<string>;
  /** The values with defaults filled in, and what is wrong with them; one problem a setting. */
  check(values: Values): { filled: Record<string, unknown>; problems: SettingProblem[] };
}

/** Compiles schemas, each once: a version of a plugin keeps its schema object, and takes the compiled one along. */
export function createSettingsSchemas(): (plugin: string, schema: JsonSchema) => SettingsSchema {
  const compiled = new WeakMap<JsonSchema, SettingsSchema>();
  return (plugin, schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = compileSettings(plugin, schema);
    compiled.set(schema, made);
    return made;
  };
}

function compileSettings(plugin: string, schema: JsonSchema): SettingsSchema {
  const properties = settingProperties(schema);
  const fields = readSettingFields(schema);
  const validate = compile(plugin, schema);
  return {
    schema,
    fields,
    names: new Set(properties.map(([name]) => name)),
    secretNames: new Set(
      properties.filter(([, property]) => isSecretSetting(property)).map(([name]) => name),
    ),
    check: (values) => {
      const filled = structuredClone(values) as Record<string, unknown>;
      validate(filled);
      return { filled, problems: describeProblems(validate.errors ?? [], filled, fields) };
    },
  };
}

/** An instance of its own for each schema: ajv keeps what it compiled, and plugins come and go. */
function compile(plugin: string, schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, logger: false });
  for (const [format, parser] of Object.entries(settingFormatSchemas)) {
    ajv.addFormat(format, (text: string) => parser.safeParse(text).success);
  }
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  try {
    return ajv.compile({ ...rest, additionalProperties: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatformError('HF_SETTINGS_SCHEMA_UNUSABLE', { plugin, reason }, { cause: error });
  }
}

/** In our words where a field knows them; ajv's say what is expected, never what was given. */
function describeProblems(
  errors: readonly ErrorObject[],
  values: Values,
  fields: readonly SettingField[],
): SettingProblem[] {
  const problems = new Map<string, SettingProblem>();
  for (const error of errors) {
    const name = nameOf(error);
    if (problems.has(name)) continue;
    const field = fields.find((candidate) => candidate.name === name);
    const misfit = field && Object.hasOwn(values, name) ? describeMisfit(field, values[name]) : undefined;
    problems.set(name, { name, message: misfit ?? describeError(error) });
  }
  return [...problems.values()];
}

function nameOf({ instancePath, params }: ErrorObject): string {
  const [, name] = instancePath.split('/');
  return name ?? String(params.missingProperty ?? params.additionalProperty ?? '');
}

function describeError({ keyword, instancePath, message }: ErrorObject): string {
  if (instancePath === '' && keyword === 'required') return 'is required';
  if (instancePath === '' && keyword === 'additionalProperties') return 'is not a setting of this plugin';
  return message ?? 'does not fit';
}
