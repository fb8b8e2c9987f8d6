import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /\.(?:js|css|svg|json|html|txt|wasm|ttf)$/;
/** Below this a compressed answer saves nothing. */
const SMALLEST = 512;
/** Brotli's best (11) takes ten times as long as 9 for some 3 %, and the first start waits for it. */
const BROTLI_QUALITY = 9;

const gzipBytes = promisify(gzip);
const brotliBytes = promisify(brotliCompress);

export type FileSizes = Record<string, { bytes: number; gzip: number }>;

/** Writes a .gz and a .br beside every file that gains by it, and tells the sizes by relative name. */
export async function compressFiles(folder: string): Promise<FileSizes> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && compressible.test(entry.name));
  const sizes = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), await compressFile(file)] as const;
    }),
  );
  return Object.fromEntries(sizes);
}

async function compressFile(file: string): Promise<{ bytes: number; gzip: number }> {
  const bytes = await readFile(file);
  const zipped = await gzipBytes(bytes, { level: 9 });
  if (bytes.length >= SMALLEST) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    await writeFile(`${file}.gz`, zipped);
    await writeFile(`${file}.br`, await brotliBytes(bytes, { params }));
  }
  return { bytes: bytes.length, gzip: zipped.length };
}
