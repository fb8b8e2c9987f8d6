import { describe, expect, it } from 'vitest';
import { closestName, isPluginSlug, isReservedSlug, reservedSlugs, suggestSlug, titleCase } from './index.ts';

describe('slugs', () => {
  it.each(['a', '_demo', 'healthcare', 'care-home-2', 'a'.repeat(50)])('may be %s', (slug) => {
    expect(isPluginSlug(slug)).toBe(true);
  });

  it.each([
    ...[
      '',
      '-a',
      'a-',
      'a--b',
      'A',
      '2a',
      'a_b',
      'a.b',
      'a b',
      '__demo',
      'a\n',
      'ä',
      '..',
      'a/b',
      'a'.repeat(51),
    ],
  ])('may not be %j', (slug) => {
    expect(isPluginSlug(slug)).toBe(false);
  });

  it('give the display name', () => {
    expect(['care-home', '_demo', 'finance'].map(titleCase)).toEqual(['Care Home', 'Demo', 'Finance']);
  });

  it.each(['Health Care', '2nd_Floor', 'ÄÖ', 'x'.repeat(80), '--a--'])('are suggested for %s', (text) => {
    expect(isPluginSlug(suggestSlug(text))).toBe(true);
  });
});

describe('reserved slugs', () => {
  it('hold every name that the platform answers to', () => {
    const named =
      'plugins auth orgs groups users dbt connectors dashboards datasets query jobs docs metrics audit shell health healthz readyz openapi tokens settings admin api static assets warehouse events';
    for (const name of named.split(' ')) expect(isReservedSlug(name), name).toBe(true);
  });

  it('are slugs, so that each of them would otherwise be taken', () => {
    for (const name of reservedSlugs) expect(isPluginSlug(name), name).toBe(true);
  });

  it('leave the names of domains free', () => {
    for (const name of ['healthcare', 'finance', '_demo', 'billing', 'hr', 'sales']) {
      expect(isReservedSlug(name), name).toBe(false);
    }
  });
});

describe('closestName', () => {
  const known = ['display_name', 'dbt_workspace', 'nav', 'name', 'routers'];

  it.each([
    ['displayName', 'display_name'],
    ['router', 'routers'],
    ['naem', undefined],
    ['nme', 'name'],
    ['something_else', undefined],
    ['x'.repeat(1000), undefined],
  ])('answers %s with %s', (name, expected) => {
    expect(closestName(name, known)).toBe(expected);
  });
});
