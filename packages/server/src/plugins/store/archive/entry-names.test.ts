import { expect, it } from 'vitest';
import { EntryNames } from './entry-names.ts';

it('takes a path apart into what can be joined to a folder', () => {
  const names = new EntryNames();
  expect(names.add('./', 'folder')).toBe('');
  expect(names.add('./package/', 'folder')).toBe('package');
  expect(names.add('package/a..b/...c', 'file')).toBe('package/a..b/...c');
  expect(names.add('package/~/$HOME', 'file')).toBe('package/~/$HOME');
});

it.each(['', '.', './'])("refuses a file named '%s'", (name) => {
  const names = new EntryNames();
  expect(() => names.add(name, 'file')).toThrow(expect.objectContaining({ code: 'HF_ARCHIVE_NAME_INVALID' }));
});

it('takes two ways to write an accent for one name', () => {
  const names = new EntryNames();
  names.add('caf\u00e9', 'file');
  expect(() => names.add('cafe\u0301', 'file')).toThrow(
    expect.objectContaining({ code: 'HF_ARCHIVE_NAME_TWICE' }),
  );
});

it.each(['file', 'folder'] as const)('refuses the 20,001st %s', (kind) => {
  const names = new EntryNames();
  for (let index = 0; index < 20_000; index += 1) names.add(`${index}`, kind);
  expect(() => names.add('one-more', kind)).toThrow(
    expect.objectContaining({ code: 'HF_ARCHIVE_TOO_LARGE' }),
  );
});

it('counts the folders that names only imply', () => {
  const names = new EntryNames();
  const add = () => {
    for (let index = 0; index < 101; index += 1) names.add(`${index}/${'x/'.repeat(199)}file`, 'file');
  };
  expect(add).toThrow(expect.objectContaining({ code: 'HF_ARCHIVE_TOO_LARGE' }));
});
