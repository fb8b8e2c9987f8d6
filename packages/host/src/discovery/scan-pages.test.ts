import { describe, expect, it } from 'vitest';
import { answersPath, scanPages } from './scan-pages.ts';

describe('scanPages', () => {
  it.each([
    [
      "export default defineFrontend({ pages: [{ path: '/a', title: 'x, }' }, { title: \"]\", path: `b/:id` }] });",
      ['a', 'b/:id'],
    ],
    [
      "defineFrontend({ blocks: [], pages: [definePage({ path: 'a', load: () => import('./a.tsx') }),], })",
      ['a'],
    ],
    ["defineFrontend({\n  // pages: [{ path: 'old' }],\n  'pages': [\n    { 'path': '/' },\n  ],\n})", ['']],
    ['defineFrontend({ blocks: [] })', []],
    ["defineFrontend({ pages: [{ path: 'a', see: 'http://x' /* , { */ }] })", ['a']],
  ])('reads in %j the paths %j', (source, expected) => {
    expect(scanPages(source)).toEqual(expected);
  });

  it.each([
    '',
    'export default frontend;',
    'defineFrontend(options)',
    'defineFrontend({ pages })',
    'defineFrontend({ ...rest })',
    "defineFrontend({ pages: [...more, { path: 'a' }] })",
    'defineFrontend({ pages: [page] })',
    'defineFrontend({ pages: [{ path }] })',
    'defineFrontend({ pages: [{ path: `a/$' + '{b}` }] })',
    "defineFrontend({ pages: list.map((path) => ({ path: 'a' })) })",
    "defineFrontend({ pages: [{ path: 'a'",
  ])('does not claim to know the pages of %j', (source) => {
    expect(scanPages(source)).toBeUndefined();
  });

  it.each(['/*', '`', "'", '{', '[', '(', 'defineFrontend({', 'defineFrontend({ pages: [', "'\\"])(
    'takes no longer for many times %j',
    (piece) => {
      const started = performance.now();
      scanPages(`defineFrontend({ pages: [${piece.repeat(200_000 / piece.length)}`);
      scanPages(piece.repeat(200_000 / piece.length));
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});

describe('answersPath', () => {
  it.each([
    [['patients'], 'patients', true],
    [['patients'], 'patients/1', false],
    [['patients/:id'], 'patients/1', true],
    [['patients/:id?'], 'patients', true],
    [['files/*'], 'files/a/b', true],
    [[''], '', true],
    [['a'], '', false],
    [[], 'a', false],
  ])('pages %j and path %j: %s', (pages, path, expected) => {
    expect(answersPath(pages, path)).toBe(expected);
  });
});
