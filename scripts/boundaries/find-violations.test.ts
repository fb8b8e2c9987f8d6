import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findViolations } from './find-violations.ts';

const roles = ['contract', 'sdk', 'host', 'server', 'web', 'cli', 'testkit'];

/** A repository with one package of each role, each declaring all the others, and the given files. */
function createRepository(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'honeyframe-boundaries-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const dependencies = Object.fromEntries(roles.map((role) => [`@honeyframe/${role}`, '0.1.0']));
  const packages = roles.map((role) => [
    `packages/${role}/package.json`,
    JSON.stringify({ name: `@honeyframe/${role}`, honeyframe: { role }, dependencies }),
  ]);
  const rootPackage = JSON.stringify({ name: 'root', devDependencies: { vitest: '1.0.0' } });
  for (const [name, text] of [...packages, ['package.json', rootPackage], ...Object.entries(files)]) {
    const file = path.join(root, name ?? '');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text ?? '');
  }
  return root;
}

function check(files: Record<string, string>): string[] {
  return findViolations(createRepository(files));
}

it.each([
  ['contract', '@honeyframe/sdk/manifest'],
  ['sdk', '@honeyframe/host'],
  ['host', '@honeyframe/server'],
  ['server', '@honeyframe/web'],
  ['web', '@honeyframe/server'],
  ['cli', '@honeyframe/server'],
  ['server', '@honeyframe/testkit'],
])("reports that '%s' imports '%s'", (role, specifier) => {
  const to = specifier.split('/')[1];
  expect(check({ [`packages/${role}/src/a.ts`]: `\nimport { x } from '${specifier}';` })).toEqual([
    `packages/${role}/src/a.ts:2: '${specifier}': '${role}' may not import '${to}'`,
  ]);
});

it('reports a type, a re-export and a dynamic import just like an import', () => {
  const found = check({
    'packages/host/src/type.ts': "import type { X } from '@honeyframe/server';",
    'packages/host/src/export.ts': "export * from '@honeyframe/server';",
    'packages/host/src/dynamic.ts': "await import('@honeyframe/server');",
  });
  expect(found).toHaveLength(3);
});

it('lets the command line load the server dynamically', () => {
  expect(check({ 'packages/cli/src/serve.ts': "await import('@honeyframe/server');" })).toEqual([]);
});

it('keeps the browser out of the back half of the SDK', () => {
  expect(check({ 'packages/web/src/a.ts': "import '@honeyframe/sdk/ui/table';" })).toEqual([]);
  expect(check({ 'packages/web/src/a.ts': "import '@honeyframe/sdk/backend';" })).toHaveLength(1);
});

it('lets plugins import the SDK, and the test kit in their tests only', () => {
  const allowed = {
    'plugins/p/backend/a.ts': "import { z } from 'zod'; import '@honeyframe/sdk/backend'; import 'node:fs';",
    'plugins/p/tests/a.test.ts': "import { it } from 'vitest'; import '@honeyframe/testkit';",
  };
  expect(check(allowed)).toEqual([]);
  expect(check({ 'plugins/p/backend/a.ts': "import '@honeyframe/contract';" })).not.toEqual([]);
  expect(check({ 'plugins/p/backend/a.ts': "import '@honeyframe/testkit';" })).not.toEqual([]);
});

it('reports a package that is used without being declared, though npm hoists it', () => {
  expect(check({ 'packages/server/src/a.ts': "import 'left-pad/sub';" })).toEqual([
    "packages/server/src/a.ts:1: 'left-pad/sub': 'left-pad' is not among the dependencies that '@honeyframe/server' declares",
  ]);
  expect(check({ 'packages/server/src/a.ts': "import 'vitest';" })).toHaveLength(1);
  expect(check({ 'packages/server/src/a.test.ts': "import 'vitest';" })).toEqual([]);
});

it('reports input and output in the contract', () => {
  expect(check({ 'packages/contract/src/a.ts': "import 'node:fs';" })).toHaveLength(1);
});

it('reports a relative import that leaves its package', () => {
  expect(check({ 'packages/server/src/a.ts': "import '../../host/src/a.ts';" })).toEqual([
    "packages/server/src/a.ts:1: '../../host/src/a.ts': a relative import may not leave '@honeyframe/server'",
  ]);
});

it("reports an import past the index.ts of another feature, and allows a feature's own files", () => {
  expect(check({ 'packages/server/src/dbt/a.ts': "import '../auth/secret.ts';" })).toEqual([
    "packages/server/src/dbt/a.ts:1: '../auth/secret.ts': 'secret.ts' is inside the feature 'auth': import from its index.ts",
  ]);
  expect(check({ 'packages/server/src/platform.ts': "import './auth/secret.ts';" })).toHaveLength(1);
  const allowed = "import '../auth/index.ts'; import './b.ts'; import './deep/c.ts';";
  expect(check({ 'packages/server/src/dbt/a.ts': allowed })).toEqual([]);
});

it('reports files that import each other in a ring, unless only types do', () => {
  const ring = { 'packages/host/src/a.ts': "import './b.ts';", 'packages/host/src/b.ts': "import './a.ts';" };
  expect(check(ring)).toEqual([
    'packages/host/src/a.ts:1: files import each other in a ring: packages/host/src/a.ts → packages/host/src/b.ts → packages/host/src/a.ts',
  ]);
  expect(check({ ...ring, 'packages/host/src/b.ts': "import type { A } from './a.ts';" })).toEqual([]);
});

it('is not misled by imports in strings and comments', () => {
  const text = "const s = `import x from 'left-pad'`;\n// import 'left-pad';\n/* import('left-pad') */";
  expect(check({ 'packages/server/src/a.ts': text })).toEqual([]);
});
