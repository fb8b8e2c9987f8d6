import { describe, expect, it } from 'vitest';
import { type ParsedManifest, parseManifest } from './index.ts';

/** The example of the design, word for word. */
const example = `name: healthcare                 # slug: ^_?[a-z][a-z0-9]*(-[a-z0-9]+)*$, at most 50, equals the directory name
version: 0.1.0                   # the plugin's semver; required
display_name: Healthcare         # default: the name in title case
routers:                         # module:export, a list
  - plugins.healthcare.backend.routers.patients:router
  - plugins.healthcare.backend.routers.doctors:router
dbt_workspace: dbt/              # relative to the plugin's root
frontend_entry: frontend/src/index.tsx
nav:
  - { label: Patient 360, path: /healthcare/patients, icon: users }
  - { label: Doctors, path: /healthcare/doctors, icon: stethoscope }
permissions: [patient.read, patient.edit, doctor.read]      # <resource>.<action>, lower case, digits, underscores
seed_groups:
  - { name: clinical_admin, permissions: [patient.read, patient.edit, doctor.read] }
  - { name: clinical_viewer, permissions: [patient.read, doctor.read] }
`;

function parse(source: string | Uint8Array): ParsedManifest {
  return parseManifest(source, { plugin: 'healthcare', file: 'plugin.yaml' });
}

/** `line:column CODE` of everything that is wrong. */
function problemsOf(source: string | Uint8Array): string[] {
  return parse(source).diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

describe('parseManifest', () => {
  it('accepts the example of the design without a word', () => {
    const { manifest, diagnostics } = parse(example);
    expect(diagnostics).toEqual([]);
    expect(manifest).toEqual({
      name: 'healthcare',
      version: '0.1.0',
      display_name: 'Healthcare',
      routers: [
        'plugins.healthcare.backend.routers.patients:router',
        'plugins.healthcare.backend.routers.doctors:router',
      ],
      dbt_workspace: 'dbt/',
      frontend_entry: 'frontend/src/index.tsx',
      nav: [
        { label: 'Patient 360', path: '/healthcare/patients', icon: 'users' },
        { label: 'Doctors', path: '/healthcare/doctors', icon: 'stethoscope' },
      ],
      permissions: ['patient.read', 'patient.edit', 'doctor.read'],
      permission_descriptions: {},
      seed_groups: [
        { name: 'clinical_admin', permissions: ['patient.read', 'patient.edit', 'doctor.read'] },
        { name: 'clinical_viewer', permissions: ['patient.read', 'doctor.read'] },
      ],
      requires: { plugins: {} },
      public_routes: [],
      schedules: [],
    });
  });

  it('needs no more than a name and a version', () => {
    expect(parse('name: care-home\nversion: 1.2.3\n').manifest).toMatchObject({
      display_name: 'Care Home',
      routers: [],
      nav: [],
      permissions: [],
      seed_groups: [],
    });
  });

  it('reads bytes as it reads text, with a byte order mark and with the line ends of Windows', () => {
    const source = Buffer.from(`\ufeff${example.replaceAll('\n', '\r\n')}`);
    expect(parse(source).diagnostics).toEqual([]);
  });

  it('explains that an unquoted version became a number', () => {
    const [diagnostic] = parse('name: healthcare\nversion: 1.10\n').diagnostics;
    expect(diagnostic).toMatchObject({ line: 2, column: 10, code: 'HF_MANIFEST_VERSION_NOT_TEXT' });
    expect(diagnostic?.message).toContain("'1.10' as the number 1.1");
    expect(diagnostic?.hint).toContain("version: '1.10.0'");
  });

  it('keeps a manifest with an unknown field and suggests the field that was meant', () => {
    const { manifest, diagnostics } = parse('name: healthcare\nversion: 1.0.0\nseed_group: []\n');
    expect(manifest?.name).toBe('healthcare');
    expect(diagnostics).toMatchObject([{ severity: 'warning', line: 3, column: 1 }]);
    expect(diagnostics[0]?.message).toContain("did you mean 'seed_groups'?");
  });

  it('takes a permission with or without what it allows', () => {
    const { manifest, diagnostics } = parse(
      'name: healthcare\nversion: 1.0.0\npermissions: [a.read, { name: a.edit, description: Change it. }, { name: a.sign }]\n' +
        'seed_groups: [{ name: all, permissions: [a.edit] }]\n',
    );
    expect(diagnostics).toEqual([]);
    expect(manifest?.permissions).toEqual(['a.read', 'a.edit', 'a.sign']);
    expect(manifest?.permission_descriptions).toEqual({ 'a.edit': 'Change it.' });
  });

  it('reports every problem in one pass, in the order of the file', () => {
    const source =
      'name: Health\nversion: "1"\nnav: 3\npermissions: [A.b]\nseed_groups:\n  - { name: x, permissions: [a.b] }\n';
    expect(problemsOf(source)).toEqual([
      '1:7 HF_MANIFEST_NAME_INVALID',
      '2:10 HF_MANIFEST_VERSION_INVALID',
      '3:6 HF_MANIFEST_WRONG_TYPE',
      '4:15 HF_MANIFEST_PERMISSION_INVALID',
      '6:30 HF_MANIFEST_PERMISSION_UNDECLARED',
    ]);
  });

  it('gives no manifest when there is an error, also when every field is right by itself', () => {
    const { manifest, diagnostics } = parse('name: healthcare\nname: healthcare\nversion: 1.0.0\n');
    expect(manifest).toBeUndefined();
    expect(diagnostics).toMatchObject([{ line: 2, column: 1, code: 'HF_MANIFEST_DUPLICATE_KEY' }]);
  });

  it('looks positions up through aliases and falls back to what stands around a missing field', () => {
    const { positions } = parse(
      'name: healthcare\nversion: 1.0.0\nnav:\n  - &one { label: One, path: /healthcare }\n  - *one\n',
    );
    expect(positions(['nav', 0, 'path'])).toEqual({ line: 4, column: 30 });
    expect(positions(['nav', 0, 'path'], 'key')).toEqual({ line: 4, column: 24 });
    expect(positions(['nav', 1, 'icon'])).toEqual({ line: 5, column: 5 });
    expect(positions(['schedules', 3])).toEqual({ line: 1, column: 1 });
  });

  it('lists a hundred problems and counts the rest', () => {
    const permissions = Array.from({ length: 450 }, (_, index) => `P${index}`).join(', ');
    const { diagnostics } = parse(`name: healthcare\nversion: 1.0.0\npermissions: [${permissions}]\n`);
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatchObject({
      code: 'HF_MANIFEST_TOO_MANY_PROBLEMS',
      message: 'There are 350 more problems, which are not listed.',
    });
  });

  it('shows an error among more warnings than are listed', () => {
    const unknown = Array.from({ length: 300 }, (_, index) => `zz${index}: 1\n`).join('');
    const { manifest, diagnostics } = parse(`name: healthcare\n${unknown}`);
    expect(manifest).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'HF_MANIFEST_FIELD_MISSING' },
    ]);
  });

  it('does not take the parts of an object for fields', () => {
    const { manifest, diagnostics } = parse(
      'name: healthcare\nversion: 1.0.0\n__proto__: { polluted: true }\n',
    );
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'HF_MANIFEST_FIELD_UNKNOWN' }]);
    expect(manifest).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a hostile manifest', () => {
  const deep = 5000;

  it.each([
    ['flow lists', '['.repeat(deep)],
    ['flow mappings', '{a: '.repeat(deep)],
    ['dashes on one line', '- '.repeat(deep)],
    ['question marks on one line', '? '.repeat(deep)],
    ['keys on one line', 'a: '.repeat(deep)],
    ['brackets that quotes pretend to close', '[ "]", '.repeat(1000)],
    ['indentation', Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
    ['an earlier document', `${'['.repeat(deep)}\n---\nname: x\n`],
    ['a later document', `name: x\n---\n${'['.repeat(deep)}`],
  ])('is refused before it is parsed when it nests too deeply by %s', (_, source) => {
    expect(problemsOf(source)).toEqual([expect.stringMatching(/HF_MANIFEST_TOO_DEEP$/)]);
  });

  it('is not mistaken for deep when brackets stand in texts and comments', () => {
    const text = '[ {'.repeat(100);
    const source = `name: healthcare\nversion: 1.0.0\n# ${text}\ndescription: |\n  ${text}\n  - - - - ${'- '.repeat(100)}\n`;
    expect(problemsOf(source)).toEqual([]);
  });

  it('is not mistaken for deep when a list is long', () => {
    const groups = Array.from(
      { length: 90 },
      (_, index) => `  - { name: g${index}, permissions: [a.b] }\n`,
    ).join('');
    expect(
      problemsOf(`name: healthcare\nversion: 1.0.0\npermissions: [a.b]\nseed_groups:\n${groups}`),
    ).toEqual([]);
  });

  it('is refused by its size, in bytes and in text', () => {
    const source = `name: healthcare\n# ${'x'.repeat(256 * 1024)}`;
    expect(problemsOf(source)).toEqual(['1:1 HF_MANIFEST_TOO_LARGE']);
    expect(problemsOf(Buffer.from(source))).toEqual(['1:1 HF_MANIFEST_TOO_LARGE']);
  });

  it('is refused when it is nothing but punctuation', () => {
    expect(problemsOf("'\n".repeat(10_000))).toEqual(['1:1 HF_MANIFEST_TOO_COMPLEX']);
  });

  it.each([
    ['multiply', `a: &a [x, x]\nb: &b [${'*a, '.repeat(600)}]\nc: [${'*b, '.repeat(600)}]\n`],
    ['repeat a long text', `a: &a ${'x'.repeat(100_000)}\nb: [${'*a, '.repeat(20)}]\n`],
    ['stand inside of what they name', 'a: &a [*a]\n'],
    ['name nothing', 'a: *b\n'],
  ])('is refused when its aliases %s', (_, source) => {
    expect(problemsOf(source)).toEqual([expect.stringMatching(/HF_MANIFEST_ALIAS_INVALID$/)]);
  });

  it('is refused when keys are not texts', () => {
    expect(problemsOf('? [a]\n: b\n')).toEqual(['1:3 HF_MANIFEST_KEY_NOT_TEXT']);
  });
});
