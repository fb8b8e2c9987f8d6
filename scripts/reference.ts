// Writes the generated pages of docs/reference/; a test (reference.test.ts) fails while one is out of date.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pages } from './reference/pages.ts';

const folder = path.resolve(import.meta.dirname, '../docs/reference');
await mkdir(folder, { recursive: true });
for (const page of pages) await writeFile(path.join(folder, page.file), page.render());
