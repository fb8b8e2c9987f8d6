import type { Dbt, Workspace } from '../dbt/index.ts';

/** Workspaces that read a file of the warehouse, and those that read theirs: each after what it reads. */
export function findReaders(workspaces: Pick<Dbt['workspaces'], 'readersOf'>, name: string): Workspace[] {
  const found: Workspace[] = [];
  const visit = (catalogue: string, path: readonly string[]): void => {
    for (const reader of workspaces.readersOf(catalogue)) {
      if (path.includes(reader.slug)) continue;
      const earlier = found.indexOf(reader);
      // Reached again on a longer way: it goes behind what that way passes.
      if (earlier >= 0) found.splice(earlier, 1);
      found.push(reader);
      visit(reader.catalogue, [...path, reader.slug]);
    }
  };
  visit(name, []);
  return found;
}
