import { hashInPlace } from './hash-content.ts';
import { listSourceFiles, type SourceFile } from './list-source-files.ts';

export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Of the file as it is afterwards; of a removed one, as it was. */
  readonly bytes: number;
}

/** Differences between two folders or generations, for a plan; nothing where a side is undefined. Sorted by path. */
export async function diffFiles(
  before: string | undefined,
  after: string | undefined,
): Promise<FileChange[]> {
  const [old, current] = await Promise.all([listByPath(before), listByPath(after)]);
  const added = [...current.values()].filter((file) => !old.has(file.path));
  const removed = [...old.values()].filter((file) => !current.has(file.path));
  const changed = await findChanged(old, current);
  return [
    ...added.map((file) => toChange(file, 'added')),
    ...removed.map((file) => toChange(file, 'removed')),
    ...changed.map((file) => toChange(file, 'changed')),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Files = ReadonlyMap<string, SourceFile>;

async function listByPath(folder: string | undefined): Promise<Files> {
  if (folder === undefined) return new Map();
  const { files } = await listSourceFiles(folder);
  return new Map(files.map((file) => [file.path, file]));
}

/** Only files of one size have to be read. */
async function findChanged(old: Files, current: Files): Promise<SourceFile[]> {
  const both = [...current.values()].filter((file) => old.has(file.path));
  const alike = both.filter((file) => hasSameShape(old.get(file.path), file));
  const before = await hashAll(alike.flatMap((file) => old.get(file.path) ?? []));
  const after = await hashAll(alike);
  const same = new Set(alike.filter(({ path }) => before.get(path) === after.get(path)));
  return both.filter((file) => !same.has(file));
}

function hasSameShape(a: SourceFile | undefined, b: SourceFile): boolean {
  return a?.bytes === b.bytes && a.executable === b.executable;
}

async function hashAll(files: readonly SourceFile[]): Promise<Map<string, string>> {
  return new Map((await hashInPlace(files)).map((file) => [file.path, file.sha256]));
}

function toChange({ path, bytes }: SourceFile, change: FileChange['change']): FileChange {
  return { path, change, bytes };
}
