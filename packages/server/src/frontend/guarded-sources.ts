import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Sources that not everybody may read, in a server that finds a file by many spellings of its address. */
export interface GuardedSources {
  /** From now on whatever lies in this folder belongs to the plugin. */
  add(slug: string, root: string): Promise<void>;
  /** Whose file an address means: a slug, null for one that belongs to no plugin, undefined for one that nobody may ask. */
  findOwner(url: string): Promise<string | null | undefined>;
}

/** `shellDir` is the root of the development server; `installDir` has the modules that it finds by name. */
export function createGuardedSources(folders: { shellDir: string; installDir: string }): GuardedSources {
  const owners = new Map<string, string>();
  const roots = [
    '/',
    folders.shellDir,
    ...[folders.shellDir, folders.installDir].map((folder) => path.join(folder, 'node_modules')),
  ];
  return {
    add: async (slug, root) => void owners.set(await resolveLinks(root), slug),
    findOwner: async (url) => {
      const name = readName(url);
      if (name === undefined) return undefined;
      for (const root of roots) {
        const file = await resolveLinks(path.join(root, name));
        for (const [folder, slug] of owners) if (isWithin(folder, file)) return slug;
      }
      return null;
    },
  };
}

/** No browser and no import asks for these; what the development server makes of them is not to be relied on. */
const crooked = /[%\\\0]|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/;
/** How the development server marks files outside of its root, and modules that it was given by name. */
const marks = /^(?:\/@fs|\/@id(?:\/__x00__)?)(?=\/)/;

/** What an address calls a file, as the development server reads it; undefined where it should not be asked. */
function readName(url: string): string | undefined {
  let name = decode(url.split(/[?#]/, 1)[0] ?? '');
  if (!name?.startsWith('/') || crooked.test(name)) return undefined;
  while (marks.test(name)) name = name.replace(marks, '');
  return name;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Also of a name that stands for a file with an ending, which is not there itself. */
async function resolveLinks(file: string): Promise<string> {
  const found = await realpath(file).catch(() => undefined);
  const above = path.dirname(file);
  if (found !== undefined || above === file) return found ?? file;
  return path.join(await resolveLinks(above), path.basename(file));
}

function isWithin(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}
