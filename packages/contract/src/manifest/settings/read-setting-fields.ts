import { isRecord } from '../manifest-finding.ts';
import { type SettingField, type SettingFormat, settingFormats } from './setting-field.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The properties of a settings schema that are schemas themselves. */
export function settingProperties(schema: Schema): readonly (readonly [name: string, property: Schema])[] {
  if (!isRecord(schema.properties)) return [];
  return Object.entries(schema.properties).filter((entry): entry is [string, Schema] => isRecord(entry[1]));
}

/** Whether a property is kept encrypted: `format: password`, or `writeOnly: true`. */
export function isSecretSetting(property: Schema): boolean {
  return property.format === 'password' || property.writeOnly === true;
}

/** The fields of the form, in the order of the file; properties that a form cannot show are left out. */
export function readSettingFields(schema: Schema): SettingField[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return settingProperties(schema).flatMap(([name, property]) => {
    const kind = findKind(property);
    return kind === undefined ? [] : [readField(name, property, kind, required.has(name))];
  });
}

/** What a form shows a property as, or undefined when it cannot. */
export function findKind({ type, enum: values, items }: Schema): SettingField['kind'] | undefined {
  if (values !== undefined) return isChoice(values) ? 'choice' : undefined;
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return type;
  const isTexts = type === 'array' && isRecord(items) && items.type === 'string';
  return isTexts && items.enum === undefined ? 'list' : undefined;
}

function isChoice(values: unknown): boolean {
  if (!Array.isArray(values)) return false;
  return values.every((value) => typeof value === 'string' || typeof value === 'number');
}

function readField(
  name: string,
  property: Schema,
  kind: SettingField['kind'],
  required: boolean,
): SettingField {
  return {
    name,
    kind,
    title: typeof property.title === 'string' ? property.title : toTitle(name),
    description: typeof property.description === 'string' ? property.description : '',
    required,
    secret: isSecretSetting(property),
    format: asFormat(property.format),
    choices: kind === 'choice' ? (property.enum as SettingField['choices']) : null,
    default: property.default ?? null,
    minimum: readBound(property, 'minimum', 'exclusiveMinimum', kind === 'integer' ? 1 : undefined),
    maximum: readBound(property, 'maximum', 'exclusiveMaximum', kind === 'integer' ? -1 : undefined),
    min_length: asNumber(property.minLength),
    max_length: asNumber(property.maxLength),
    min_items: asNumber(property.minItems),
    max_items: asNumber(property.maxItems),
    pattern: typeof property.pattern === 'string' ? property.pattern : null,
  };
}

/** Only whole numbers have a next one; the exclusive bound of a fraction is left to the check on the server. */
function readBound(property: Schema, inclusive: string, exclusive: string, step?: number): number | null {
  const given = asNumber(property[inclusive]);
  const open = asNumber(property[exclusive]);
  return given ?? (open !== null && step !== undefined ? open + step : null);
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function asFormat(value: unknown): SettingFormat | null {
  return settingFormats.find((format) => format === value) ?? null;
}

/** `api_url` → `Api url`. */
function toTitle(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
