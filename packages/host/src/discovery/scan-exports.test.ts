import { describe, expect, it } from 'vitest';
import { scanExports } from './scan-exports.ts';

const names = (source: string, language: 'script' | 'python' = 'script') => {
  const exported = scanExports(source, language);
  return exported ? [...exported].sort() : undefined;
};

describe('scanExports', () => {
  it.each([
    ['export const router: Router = async (app) => {};', ['router']],
    ['export async function router(app: App) {}', ['router']],
    ['export function* router() {}', ['router']],
    [
      'export let a = 1;\nexport class B {}\nexport abstract class C {}\nexport enum D {}',
      ['B', 'C', 'D', 'a'],
    ],
    ['const a = 1;\nexport { a as router, b, type C };', ['b', 'router']],
    ["export { x as router } from './x.ts';", ['router']],
    ["export * as router from './x.ts';", ['router']],
    ['export {\n  // the router\n  a as router, /* and */ b,\n};', ['b', 'router']],
    ["export { a as 'default' };", ['default']],
    ['export default async () => {};', ['default']],
    ['const x = 1; export const router = x;', ['router']],
    ['export type Router = 1;\nexport interface X {}', []],
    ['// export const router = 1;\n/* export const router = 1; */\n * export const router', []],
    ['', []],
  ])('sees in %j the names %j', (source, expected) => {
    expect(names(source)).toEqual(expected);
  });

  it.each([
    "export * from './x.ts';",
    'export = router;',
    'module.exports = { router };',
    'exports.router = 1;',
    'export const { router } = make();',
    'export const [router] = make();',
    'export const a = 1, router = 2;',
    `${'x'.repeat(3000)};export const a = 1;`,
  ])('does not claim to know what %.40s exports', (source) => {
    expect(names(source)).toBeUndefined();
  });

  it('sees the names of a Python module', () => {
    const source =
      'from fastapi import APIRouter as R\nimport os\nrouter: R = R()\nif os:\n    other = 1\ndef f(): pass\nclass C: pass\n';
    expect(names(source, 'python')).toEqual(['C', 'R', 'f', 'os', 'other', 'router']);
  });

  it.each(['from x import *\n', 'from x import (\n  router,\n)\n', 'globals()["router"] = 1\n'])(
    'does not claim to know what %j exports in Python',
    (source) => {
      expect(names(source, 'python')).toBeUndefined();
    },
  );

  it.each(['export {', 'export const a ', 'export\n', '/*', "'", 'export * ', '\n', 'from x import ', ' '])(
    'takes no longer for many times %j',
    (piece) => {
      const started = performance.now();
      for (const language of ['script', 'python'] as const) {
        scanExports(`${piece}\n`.repeat(20_000), language);
        scanExports(piece.repeat(1900 / piece.length), language);
      }
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});
