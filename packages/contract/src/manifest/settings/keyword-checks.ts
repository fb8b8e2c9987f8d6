import { settingFormats } from './setting-field.ts';

/** What is wrong with the value of a keyword, as the end of a sentence; undefined when it is as JSON Schema wants it. */
type KeywordCheck = (value: unknown) => string | undefined;

const text: KeywordCheck = (value) => (typeof value === 'string' ? undefined : 'it must be a text');
const truth: KeywordCheck = (value) => (typeof value === 'boolean' ? undefined : 'it must be true or false');
const list: KeywordCheck = (value) => (Array.isArray(value) ? undefined : 'it must be a list');
const number: KeywordCheck = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'it must be a number';
const count: KeywordCheck = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : 'it must be a whole number from 0 on';
const anything: KeywordCheck = () => undefined;

/** Keywords of one setting that forms and checks understand. */
export const keywordChecks: Readonly<Record<string, KeywordCheck>> = {
  type: anything,
  title: text,
  description: text,
  $comment: text,
  default: anything,
  examples: list,
  enum: checkEnum,
  format: text,
  writeOnly: truth,
  minLength: count,
  maxLength: count,
  pattern: checkPattern,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: (value) =>
    typeof value === 'number' && value > 0 ? undefined : 'it must be a number greater than 0',
  items: anything,
  minItems: count,
  maxItems: count,
  uniqueItems: truth,
};

/** Keywords of the whole that are understood; the first two are what makes a form. */
export const topKeywords: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'required',
  'title',
  'description',
  'additionalProperties',
  '$schema',
  '$id',
  '$comment',
]);

export const jsonTypes: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'null',
]);

export const knownFormats: ReadonlySet<string> = new Set(settingFormats);

function checkEnum(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return 'it must be a list with at least one value';
  return new Set(value).size === value.length ? undefined : 'it names a value twice';
}

function checkPattern(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'it must be a text';
  try {
    new RegExp(value, 'u');
    return undefined;
  } catch {
    return 'it is not a regular expression';
  }
}
