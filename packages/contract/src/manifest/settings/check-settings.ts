import { closestName } from '../closest-name.ts';
import { isRecord, type ManifestFinding, quote, renderField } from '../manifest-finding.ts';
import type { FieldPath } from '../yaml-positions.ts';
import { describeMisfit } from './describe-misfit.ts';
import { jsonTypes, keywordChecks, knownFormats, topKeywords } from './keyword-checks.ts';
import { findKind, isSecretSetting, readSettingFields, settingProperties } from './read-setting-fields.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A form with more fields helps nobody, and a hostile file could make it long. */
const maxSettings = 100;
const namePattern = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Checks `settings`: a JSON Schema of an object whose properties a form can show. What is no JSON Schema is an error;
 * what a form cannot show is a warning, and keeps its default unless it is set through the API.
 */
export function checkSettings(settings: unknown): ManifestFinding[] {
  if (!isRecord(settings)) return [];
  if (settings.type !== 'object')
    return [invalid(['settings', 'type'], 'it must be a JSON Schema with type: object')];
  const { properties = {} } = settings;
  if (!isRecord(properties))
    return [invalid(['settings', 'properties'], 'it must be a mapping from names to schemas')];
  if (Object.keys(properties).length > maxSettings)
    return [invalid(['settings', 'properties'], `it has more than ${maxSettings} settings`)];
  return [
    ...checkTop(settings),
    ...Object.entries(properties).flatMap(checkSetting),
    ...checkDefaults(settings),
  ];
}

function checkTop(settings: Schema): ManifestFinding[] {
  const findings: ManifestFinding[] = [];
  for (const keyword of Object.keys(settings)) {
    if (topKeywords.has(keyword)) continue;
    findings.push(
      hidden(['settings', keyword], 'it counts when settings are saved, but a form cannot show it'),
    );
  }
  const { required, properties = {} } = settings;
  if (required === undefined) return findings;
  if (!Array.isArray(required)) return [...findings, invalid(['settings', 'required'], 'it must be a list')];
  const names: readonly unknown[] = required;
  for (const [index, name] of names.entries()) {
    if (typeof name === 'string' && Object.hasOwn(properties as Schema, name)) continue;
    findings.push(invalid(['settings', 'required', index], `there is no setting '${quote(name)}'`));
  }
  return findings;
}

function checkSetting([name, property]: [string, unknown]): ManifestFinding[] {
  const path = ['settings', 'properties', name];
  if (!namePattern.test(name))
    return [invalid(path, 'its name must be lower case letters, digits and underscores', 'key')];
  if (!isRecord(property)) return [invalid(path, 'it must be a mapping')];
  return [
    ...checkKeywords(property, path),
    ...checkType(property, path),
    ...checkSecret(property, path),
    ...checkFormat(property, path),
  ];
}

function checkKeywords(property: Schema, path: FieldPath): ManifestFinding[] {
  return Object.entries(property).flatMap(([keyword, value]): ManifestFinding[] => {
    const at = [...path, keyword];
    if (!Object.hasOwn(keywordChecks, keyword)) {
      // Of a property that no form shows, that is said once.
      return findKind(property) === undefined ? [] : [hidden(at, describeUnknown(keyword), 'key')];
    }
    const reason = keywordChecks[keyword]?.(value);
    return reason === undefined ? [] : [invalid(at, reason)];
  });
}

function describeUnknown(keyword: string): string {
  const suggestion = closestName(keyword, new Set(Object.keys(keywordChecks)));
  const end = suggestion === undefined ? '' : ` (did you mean '${suggestion}'?)`;
  return `it is not among the keywords that forms know${end}`;
}

function checkType(property: Schema, path: FieldPath): ManifestFinding[] {
  const { type } = property;
  const given: readonly unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const unknown = given.find((one) => typeof one !== 'string' || !jsonTypes.has(one));
  if (unknown !== undefined) {
    const suggestion = typeof unknown === 'string' ? suggestType(unknown) : undefined;
    const end = suggestion === undefined ? '' : ` (did you mean '${suggestion}'?)`;
    return [invalid([...path, 'type'], `'${quote(unknown)}' is not a type of JSON Schema${end}`)];
  }
  if (findKind(property) !== undefined) return [];
  return [hidden(path, 'a form shows texts, numbers, yes or no, choices and lists of texts')];
}

/** What other languages call the types. */
const otherNames: Readonly<Record<string, string>> = {
  text: 'string',
  str: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  list: 'array',
};

function suggestType(name: string): string | undefined {
  return Object.hasOwn(otherNames, name) ? otherNames[name] : closestName(name, jsonTypes);
}

/** A secret is one text by itself: only that is kept encrypted, and nobody but the administrator may know it. */
function checkSecret(property: Schema, path: FieldPath): ManifestFinding[] {
  if (!isSecretSetting(property)) return holdsSecret(property) ? [invalid(path, inner)] : [];
  if (findKind(property) !== 'text') return [invalid(path, 'a secret must be a text')];
  if (property.default === undefined) return [];
  return [invalid([...path, 'default'], 'a secret must not be written into the manifest')];
}

const inner = 'a secret must be a setting of its own, not a part of one';

function holdsSecret(schema: Schema): boolean {
  return Object.values(schema).some((value) => {
    const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
    return parts.some((part) => isRecord(part) && (isSecretSetting(part) || holdsSecret(part)));
  });
}

function checkFormat({ format }: Schema, path: FieldPath): ManifestFinding[] {
  if (typeof format !== 'string' || knownFormats.has(format)) return [];
  const reason = `the format '${quote(format)}' is not checked; known are ${[...knownFormats].join(', ')}`;
  return [hidden([...path, 'format'], reason)];
}

function checkDefaults(settings: Schema): ManifestFinding[] {
  const given = new Set(
    settingProperties(settings).flatMap(([name, { default: value }]) => (value === undefined ? [] : [name])),
  );
  return readSettingFields(settings).flatMap((field): ManifestFinding[] => {
    if (!given.has(field.name) || field.secret) return [];
    const reason = describeMisfit(field, field.default);
    return reason === undefined
      ? []
      : [invalid(['settings', 'properties', field.name, 'default'], `it ${reason}`)];
  });
}

function invalid(path: FieldPath, reason: string, part: 'key' | 'value' = 'value'): ManifestFinding {
  return { code: 'HF_MANIFEST_SETTING_INVALID', path, part, context: { field: renderField(path), reason } };
}

function hidden(path: FieldPath, reason: string, part: 'key' | 'value' = 'value'): ManifestFinding {
  return { code: 'HF_MANIFEST_SETTING_NOT_SHOWN', path, part, context: { field: renderField(path), reason } };
}
