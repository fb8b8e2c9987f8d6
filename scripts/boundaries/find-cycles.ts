/** Files that each file needs when it is loaded. */
export type FileGraph = ReadonlyMap<string, readonly string[]>;

/** Finds one path for every ring of files; a file takes part in at most one that is reported. */
export function findCycles(graph: FileGraph): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const start of graph.keys()) visit(start, []);
  return cycles;

  function visit(file: string, trail: readonly string[]): void {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) {
      cycles.push([...trail.slice(seenAt), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  }
}
