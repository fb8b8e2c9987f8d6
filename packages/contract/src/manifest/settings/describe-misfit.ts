import { type SettingField, type SettingFormat, settingFormatSchemas } from './setting-field.ts';

/** What is wrong with a value for a field, as the end of a sentence that begins with the field's name; never the value. */
export function describeMisfit(field: SettingField, value: unknown): string | undefined {
  return checks[field.kind](field, value);
}

type Check = (field: SettingField, value: unknown) => string | undefined;

const checks: Readonly<Record<SettingField['kind'], Check>> = {
  text: checkText,
  number: checkNumber,
  integer: (field, value) => (Number.isInteger(value) ? checkNumber(field, value) : 'must be a whole number'),
  switch: (_, value) => (typeof value === 'boolean' ? undefined : 'must be on or off'),
  choice: ({ choices }, value) =>
    choices?.some((choice) => choice === value) ? undefined : `must be one of ${choices?.join(', ')}`,
  list: checkList,
};

const formatWords: Readonly<Record<SettingFormat, string>> = {
  email: 'must be an e-mail address',
  uri: 'must be an address such as https://example.org',
  date: 'must be a date such as 2026-04-30',
  time: 'must be a time such as 08:30:00',
  'date-time': 'must be a time with its zone, such as 2026-04-30T08:30:00Z',
  password: 'must be a text',
};

function checkText(field: SettingField, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  // JSON Schema counts characters, not the halves of which some are made.
  const length = [...value].length;
  if (field.min_length !== null && length < field.min_length)
    return field.min_length === 1 ? 'must not be empty' : `must have at least ${field.min_length} characters`;
  if (field.max_length !== null && length > field.max_length)
    return `must have at most ${field.max_length} characters`;
  if (field.format && !settingFormatSchemas[field.format].safeParse(value).success)
    return formatWords[field.format];
  if (field.pattern !== null && !matches(field.pattern, value)) return `must match ${field.pattern}`;
  return undefined;
}

/** A pattern that is none was reported with the manifest. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function checkNumber({ minimum, maximum }: SettingField, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (minimum !== null && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== null && value > maximum) return `must be at most ${maximum}`;
  return undefined;
}

function checkList({ min_items, max_items }: SettingField, value: unknown): string | undefined {
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string'))
    return 'must be a list of texts';
  if (min_items !== null && value.length < min_items) return `must have at least ${min_items} entries`;
  if (max_items !== null && value.length > max_items) return `must have at most ${max_items} entries`;
  return undefined;
}
