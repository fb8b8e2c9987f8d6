import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlatformError } from '@honeyframe/contract/errors';
import { isPluginSlug, isReservedSlug, titleCase } from '@honeyframe/contract/manifest';

const templateFolder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../templates/plugin',
);

/** Keeps the platform's own tools from taking a template for source of the platform. */
const SUFFIX = '.template';

/** Writes the template's files for a plugin of this name; all of them or none. @returns their paths. */
export async function writePlugin(slug: string, folder: string): Promise<string[]> {
  requireSlug(slug);
  if (path.basename(folder) !== slug) {
    const problem = `The folder '${folder}' must be named like the plugin, '${slug}'`;
    throw new PlatformError('HF_CLI_USAGE', { problem });
  }
  const draft = `${folder}.draft`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(path.dirname(folder), { recursive: true });
    await requireFree(folder);
    await cp(templateFolder, draft, { recursive: true });
    const files = await fillIn(draft, slug);
    await rename(draft, folder);
    return files;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    throw cause;
  }
}

function requireSlug(slug: string): void {
  if (!isPluginSlug(slug)) {
    throw new PlatformError('HF_CLI_SLUG', { slug, reason: 'it does not fit the rules for names' });
  }
  if (isReservedSlug(slug))
    throw new PlatformError('HF_CLI_SLUG', { slug, reason: 'the platform keeps it for itself' });
}

async function requireFree(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new PlatformError('HF_CLI_TARGET_EXISTS', { target: folder }, { cause: error });
  });
  if (found) throw new PlatformError('HF_CLI_TARGET_EXISTS', { target: folder });
}

async function fillIn(draft: string, slug: string): Promise<string[]> {
  const entries = await readdir(draft, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const written: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    const target = fill(file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : file, slug);
    await writeFile(target, fill(text, slug));
    if (target !== file) await rm(file);
    written.push(path.relative(draft, target));
  }
  return written.sort();
}

/** `_night-shift` → `__name__` _night_shift (schemas, groups), `__resource__` night_shift, `__title__` Night Shift. */
function fill(text: string, slug: string): string {
  const name = slug.replaceAll('-', '_');
  return text
    .replaceAll('__slug__', slug)
    .replaceAll('__name__', name)
    .replaceAll('__resource__', name.replace(/^_/, ''))
    .replaceAll('__title__', titleCase(slug));
}
