import { describe, expect, it } from 'vitest';
import { namesPlugin, parseRouterSpec } from './index.ts';

describe('parseRouterSpec', () => {
  it('resolves a dotted spec to the files that may answer', () => {
    expect(parseRouterSpec('plugins.healthcare.backend.routers.patients:router')).toEqual({
      ok: true,
      router: {
        spec: 'plugins.healthcare.backend.routers.patients:router',
        slug: 'healthcare',
        module_path: 'backend/routers/patients',
        candidates: ['.ts', '.mts', '.js', '.mjs', '.py'].map(
          (extension) => `backend/routers/patients${extension}`,
        ),
        export: 'router',
      },
    });
  });

  it('takes a path with an extension as the only candidate', () => {
    const result = parseRouterSpec('./backend//./routers/care-notes.ts:default');
    expect(result).toMatchObject({
      ok: true,
      router: { candidates: ['backend/routers/care-notes.ts'], export: 'default' },
    });
  });

  it.each(['_demo', 'care-home'])('accepts the slug %s, and underscores for its hyphens', (slug) => {
    for (const written of [slug, slug.replaceAll('-', '_')]) {
      const result = parseRouterSpec(`plugins.${written}.backend.a:router`);
      expect(result.ok && namesPlugin(result.router, slug)).toBe(true);
      expect(result.ok && namesPlugin(result.router, 'finance')).toBe(false);
    }
  });

  it.each([
    ...[
      '',
      ':',
      'router',
      'plugins.a:router',
      'plugins.a.b',
      'plugins.a.b:',
      'plugins.a..b:router',
      'a.b.c:router',
    ],
    ...[
      'plugins.a.b:not-a-name',
      'plugins.a.b c:router',
      './:router',
      './a/:router',
      'a/b.ts:router',
      './a.ts:',
    ],
  ])('refuses %j as no router spec', (spec) => {
    expect(parseRouterSpec(spec)).toEqual({ ok: false, code: 'HF_MANIFEST_ROUTER_SPEC_INVALID' });
  });

  it.each([
    ...['../a.ts:router', './../a.ts:router', './a/../../b.ts:router', '/etc/a.ts:router', '~/a.ts:router'],
    ...['C:\\a.ts:router', 'C:/a.ts:router', '\\\\server\\a.ts:router', './a/..\\..\\b.ts:router'],
  ])('refuses %j as leaving the plugin', (spec) => {
    expect(parseRouterSpec(spec)).toEqual({ ok: false, code: 'HF_MANIFEST_PATH_OUTSIDE' });
  });
});
