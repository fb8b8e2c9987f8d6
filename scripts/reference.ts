// Writes the generated pages of docs/reference/ and the code that guides include; a test (reference.test.ts) fails while
// one is out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { includeCode } from './reference/included-code.ts';
import { guides, pages } from './reference/pages.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs', 'reference');
await mkdir(folder, { recursive: true });
for (const page of pages) await writeFile(path.join(folder, page.file), page.render());
for (const guide of guides) {
  const file = path.join(root, guide);
  await writeFile(file, includeCode(await readFile(file, 'utf8'), root));
}
