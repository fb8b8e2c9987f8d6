import { expect, it } from 'vitest';
import { checkSettings } from './check-settings.ts';
import { describeMisfit } from './describe-misfit.ts';
import { readSettingFields } from './read-setting-fields.ts';

const schema = {
  type: 'object',
  required: ['api_url'],
  properties: {
    api_url: { type: 'string', title: 'Address', format: 'uri' },
    api_key: { type: 'string', format: 'password', minLength: 8 },
    retries: { type: 'integer', exclusiveMinimum: 0, maximum: 9, default: 3 },
    share: { type: 'number', minimum: 0, maximum: 1 },
    colour: { type: 'string', enum: ['red', 'green'] },
    verbose: { type: 'boolean', default: false },
    people: { type: 'array', items: { type: 'string' }, maxItems: 2 },
  },
};

it('finds nothing wrong with settings of every kind', () => {
  expect(checkSettings(schema)).toEqual([]);
});

it('reads the fields of the form in the order of the file', () => {
  const fields = readSettingFields(schema);
  expect(fields.map(({ name, kind, secret, required }) => [name, kind, secret, required])).toEqual([
    ['api_url', 'text', false, true],
    ['api_key', 'text', true, false],
    ['retries', 'integer', false, false],
    ['share', 'number', false, false],
    ['colour', 'choice', false, false],
    ['verbose', 'switch', false, false],
    ['people', 'list', false, false],
  ]);
  expect(fields[0]).toMatchObject({ title: 'Address', format: 'uri', default: null });
  expect(fields[2]).toMatchObject({ title: 'Retries', minimum: 1, maximum: 9, default: 3 });
});

it.each([
  ['api_url', 'https://example.org', undefined],
  ['api_url', 'not an address', 'must be an address such as https://example.org'],
  ['api_key', 'hunter2', 'must have at least 8 characters'],
  ['retries', 0, 'must be at least 1'],
  ['retries', 1.5, 'must be a whole number'],
  ['retries', '3', 'must be a whole number'],
  ['share', 1.5, 'must be at most 1'],
  ['colour', 'blue', 'must be one of red, green'],
  ['verbose', 'yes', 'must be on or off'],
  ['people', ['a', 'b', 'c'], 'must have at most 2 entries'],
  ['people', ['a', 1], 'must be a list of texts'],
])('says what is wrong with %s: %j', (name, value, expected) => {
  const field = readSettingFields(schema).find((candidate) => candidate.name === name);
  expect(field && describeMisfit(field, value)).toBe(expected);
});

it('refuses a secret that hides inside of another setting, however deep', () => {
  const rows = { type: 'array', items: { anyOf: [{ properties: { pin: { writeOnly: true } } }] } };
  const findings = checkSettings({ type: 'object', properties: { rows } });
  expect(findings.map(({ code, path }) => [code, path.join('.')])).toContainEqual([
    'HF_MANIFEST_SETTING_INVALID',
    'settings.properties.rows',
  ]);
});
