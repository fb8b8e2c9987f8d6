import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { includeCode } from './reference/included-code.ts';
import { guides, pages } from './reference/pages.ts';

const root = path.resolve(import.meta.dirname, '..');

it.each(pages)(
  'finds $file as it is generated (else: npm run node -- scripts/reference.ts)',
  async (page) => {
    expect(await readFile(path.join(root, 'docs/reference', page.file), 'utf8')).toBe(page.render());
  },
);

it.each(guides)(
  'finds in %s the code as it is (else: npm run node -- scripts/reference.ts)',
  async (guide) => {
    const text = await readFile(path.join(root, guide), 'utf8');
    expect(text).toContain('<!-- file: ');
    expect(includeCode(text, root)).toBe(text);
  },
);

it('notices a file that a guide no longer shows as it is', () => {
  const stale = '<!-- file: plugins/_demo/plugin.yaml -->\n\n```yaml\nname: other\n```\n';
  expect(includeCode(stale, root)).toContain('name: _demo');
});
