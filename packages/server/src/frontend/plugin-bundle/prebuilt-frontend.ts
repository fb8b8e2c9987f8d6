import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Bundle, bundleSchema, createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { FrontendSource } from './plugin-frontend.ts';

/** A frontend that its author built: `frontend/dist` with a `bundle.json` that lists every file's hash. */
export interface Prebuilt {
  readonly folder: string;
  readonly entry: string;
  readonly styles: string[];
  readonly files: string[];
}

/** Reads the prebuilt frontend of a plugin; undefined when it ships none. What is not listed is not taken. */
export async function readPrebuilt(
  source: FrontendSource,
  folder: string,
): Promise<Prebuilt | { diagnostics: Diagnostic[] } | undefined> {
  const dist = path.join(source.root, folder, 'dist');
  const text = await readFile(path.join(dist, 'bundle.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const file = path.relative(source.root, path.join(dist, 'bundle.json'));
  const reason = await findFault(dist, text).catch((error: Error) => error.message);
  if (typeof reason !== 'string') return { folder: dist, ...reason };
  const context = { folder: path.dirname(file), reason };
  return {
    diagnostics: [createDiagnostic('HF_FRONTEND_PREBUILT_INVALID', { plugin: source.slug, file }, context)],
  };
}

/** What a bundle.json names, or what is wrong with it. */
async function findFault(dist: string, text: string): Promise<Omit<Prebuilt, 'folder'> | string> {
  const parsed = bundleSchema.pick({ entry: true, styles: true, files: true }).safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `'bundle.json' is wrong at '${issue?.path.join('.')}': ${issue?.message}`;
  }
  const { entry, styles, files } = parsed.data;
  const unlisted = [entry, ...styles].find((name) => !Object.hasOwn(files, name));
  if (unlisted) return `'files' of 'bundle.json' does not list '${unlisted}'`;
  const changed = await findChangedFile(dist, files);
  return changed ?? { entry, styles, files: Object.keys(files) };
}

async function findChangedFile(dist: string, files: Bundle['files']): Promise<string | undefined> {
  const base = await realpath(dist);
  for (const [name, expected] of Object.entries(files)) {
    const file = await realpath(path.join(base, name)).catch(() => undefined);
    if (!file) return `'${name}' is missing`;
    if (!file.startsWith(base + path.sep)) return `'${name}' is a link that leaves the folder`;
    const actual = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    if (actual !== expected) return `'${name}' was changed after it had been built`;
  }
  return undefined;
}
