import path from 'node:path';
import { findCycles } from './find-cycles.ts';
import { type Import, listSourceFiles, readImports } from './read-imports.ts';
import { readTestDependencies, readUnits, type Unit } from './read-units.ts';
import { type ImportInPlace, isRelative, packageName, rules } from './rules.ts';

/** Finds every import of a repository that breaks a rule, as 'file:line: what is wrong'. */
export function findViolations(root: string): string[] {
  const units = readUnits(root);
  const testDependencies = readTestDependencies(root);
  const places = units.flatMap((from) =>
    listSourceFiles(from.folder)
      .flatMap((file) => readImports(file))
      .map((found) => locate(found, from, units, testDependencies)),
  );
  const broken = places.flatMap((place) =>
    rules
      .map((rule) => rule(place))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${describe(root, place)}: ${problem}`),
  );
  const cycles = findCycles(createGraph(places));
  return [...broken, ...cycles.map((files) => describeCycle(root, files))];
}

function locate(
  found: Import,
  from: Unit,
  units: readonly Unit[],
  testDependencies: ReadonlySet<string>,
): ImportInPlace {
  const relative = isRelative(found.specifier);
  const target = relative ? path.resolve(path.dirname(found.file), found.specifier) : undefined;
  const to = target
    ? units.find((unit) => target.startsWith(unit.folder + path.sep))
    : units.find((unit) => unit.name === packageName(found.specifier));
  return { import: found, from, to, target, inTest: isTest(found.file, from), testDependencies };
}

/** Fixtures and helpers of tests count as tests; so does all of a folder `test` or `tests`. */
function isTest(file: string, unit: Unit): boolean {
  const inside = path.relative(unit.folder, file);
  return /(\.test|[.-]fixture)\.tsx?$/.test(inside) || /(^|[\\/])tests?[\\/]/.test(inside);
}

/** Types are erased and `import()` waits, so only static imports can meet a file half loaded. */
function createGraph(places: readonly ImportInPlace[]): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const { import: found, target } of places) {
    if (!target || found.kind !== 'static') continue;
    graph.set(found.file, [...(graph.get(found.file) ?? []), target]);
  }
  return graph;
}

function describe(root: string, { import: found }: ImportInPlace): string {
  return `${path.relative(root, found.file)}:${found.line}: '${found.specifier}'`;
}

function describeCycle(root: string, files: readonly string[]): string {
  const [first = ''] = files;
  const names = files.map((file) => path.relative(root, file));
  return `${path.relative(root, first)}:1: files import each other in a ring: ${names.join(' → ')}`;
}
