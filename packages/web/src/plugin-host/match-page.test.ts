import { describe, expect, it } from 'vitest';
import { matchPage, type ShellPage } from './match-page.ts';

const page = (path: string): ShellPage => ({
  path,
  title: path,
  access: { allowed: true, missing: [], descriptions: {}, granted_by: [] },
});

describe('matchPage', () => {
  it('fills the parameters of the path', () => {
    expect(matchPage([page('/patients/:id')], '/patients/42')?.params).toEqual({ id: '42' });
  });

  it('prefers the page that names the address to the one that has a parameter there', () => {
    const pages = [page('/patients/:id'), page('/patients/new')];
    expect(matchPage(pages, '/patients/new')?.page.path).toBe('/patients/new');
  });

  it('takes a page for everything below only when no other answers', () => {
    const pages = [page('/files/*'), page('/files/:id')];
    expect(matchPage(pages, '/files/1')?.page.path).toBe('/files/:id');
    expect(matchPage(pages, '/files/1/2')?.page.path).toBe('/files/*');
  });

  it('finds nothing at an address that no page has', () => {
    expect(matchPage([page('/patients')], '/patients/42/notes')).toBeUndefined();
  });
});
