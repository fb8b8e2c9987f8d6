import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { diagnosticSchema } from '../diagnostics/index.ts';
import { parseManifest } from './index.ts';

// A fixed seed: a failure here fails everywhere, and the suite does not change by itself.
const runs = { seed: 20_260_722, numRuns: 300 };
/** Far above what any input may take, far below a hang, also on a loaded machine. */
const patience = 5000;

function expectSane(source: string | Uint8Array): void {
  const started = performance.now();
  const { manifest, diagnostics } = parseManifest(source, { plugin: 'any', file: 'plugin.yaml' });
  expect(performance.now() - started).toBeLessThan(patience);
  for (const diagnostic of diagnostics) diagnosticSchema.parse(diagnostic);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(manifest === undefined).toBe(failed);
}

const valid = stringify({
  name: 'healthcare',
  version: '0.1.0',
  routers: ['plugins.healthcare.backend.routers.patients:router'],
  dbt_workspace: 'dbt/',
  nav: [{ label: 'Patients', path: '/healthcare/patients', icon: 'users' }],
  permissions: ['patient.read', 'patient.edit'],
  seed_groups: [{ name: 'viewer', permissions: ['patient.read'] }],
  schedules: [{ cron: '0 6 * * *', timezone: 'Europe/Berlin' }],
  requires: { honeyframe: '>=0.1.0', plugins: { finance: '*' } },
  settings: { type: 'object' },
});

const yamlSyntax = fc.constantFrom(
  ...[
    '[',
    ']',
    '{',
    '}',
    ': ',
    '- ',
    '? ',
    ', ',
    '\n',
    '\n  ',
    '\t',
    '# ',
    '&a ',
    '*a ',
    '!x ',
    '|\n',
    '>\n',
    '---\n',
  ],
  ...[
    '...\n',
    "'",
    '"',
    '\\',
    '%YAML 1.1\n',
    '<<: ',
    '~',
    'null',
    '1.10',
    '0x1f',
    '.inf',
    '.nan',
    '\ufeff',
    '\u0085',
  ],
);
const fieldName = fc.constantFrom(
  ...[
    'name',
    'version',
    'display_name',
    'routers',
    'nav',
    'permissions',
    'seed_groups',
    'requires',
    'schedules',
  ],
  ...[
    'settings',
    'isolation',
    'public_routes',
    'migrations',
    'frontend_entry',
    'dbt_workspace',
    '__proto__',
    'path',
  ],
);

describe('parseManifest neither throws nor hangs', { timeout: 60_000 }, () => {
  it('on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => expectSane(bytes)),
      runs,
    );
  });

  it('on arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => expectSane(text)),
      runs,
    );
  });

  it('on arbitrary sequences of what YAML is made of', () => {
    const piece = fc.oneof(yamlSyntax, fieldName, fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => expectSane(pieces.join(''))),
      runs,
    );
  });

  it('on arbitrary values under the names of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fieldName, fc.jsonValue()), (value) => expectSane(stringify(value))),
      runs,
    );
  });

  it('on a valid manifest with a piece replaced by anything', () => {
    const place = fc.nat({ max: valid.length });
    const anything = fc.oneof(yamlSyntax, fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(place, fc.nat({ max: 30 }), anything, (start, length, text) =>
        expectSane(valid.slice(0, start) + text + valid.slice(start + length)),
      ),
      runs,
    );
  });

  it('on a small piece repeated up to the size limit', () => {
    const piece = fc.array(fc.oneof(yamlSyntax, fieldName), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(piece, (pieces) => {
        const unit = pieces.join('');
        expectSane(unit.repeat(Math.floor(200_000 / unit.length)));
      }),
      { ...runs, numRuns: 60 },
    );
  });
});
