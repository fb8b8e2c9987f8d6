import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pages } from './reference/pages.ts';

const folder = path.resolve(import.meta.dirname, '../docs/reference');

it.each(pages)(
  'finds $file as it is generated (else: npm run node -- scripts/reference.ts)',
  async (page) => {
    expect(await readFile(path.join(folder, page.file), 'utf8')).toBe(page.render());
  },
);
