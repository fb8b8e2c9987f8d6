import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Import } from './read-imports.ts';
import type { Unit } from './read-units.ts';

/** Everything that a rule may look at. */
export interface ImportInPlace {
  readonly import: Import;
  readonly from: Unit;
  /** The package or plugin that is imported, when it is one of ours. */
  readonly to: Unit | undefined;
  /** The imported file, when the import is relative. */
  readonly target: string | undefined;
  readonly inTest: boolean;
  readonly testDependencies: ReadonlySet<string>;
}

/** Says what is wrong, or nothing. */
type Rule = (place: ImportInPlace) => string | undefined;

/** Who may import whom, by role. Tools drive everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  sdk: ['contract'],
  host: ['contract', 'sdk'],
  server: ['contract', 'sdk', 'host'],
  web: ['contract', 'sdk'],
  cli: ['contract', 'host'],
  testkit: ['contract', 'sdk', 'host', 'server'],
  plugin: ['sdk'],
  tools: ['contract', 'sdk', 'host', 'server', 'web', 'cli', 'testkit', 'plugin', 'tools'],
};

const direction: Rule = ({ import: found, from, to, inTest }) => {
  if (!to || to === from || allowed[from.role]?.includes(to.role)) return undefined;
  if (to.role === 'testkit' && inTest) return undefined;
  // The other commands start in a fraction of the time without the server.
  if (from.role === 'cli' && to.role === 'server' && found.kind === 'dynamic') return undefined;
  return `'${from.role}' may not import '${to.role}'`;
};

/** The browser gets the halves of the SDK that are made for it. */
const browserHalf: Rule = ({ import: found, from }) => {
  if (from.role !== 'web' || !found.specifier.startsWith('@honeyframe/sdk')) return undefined;
  if (/^@honeyframe\/sdk\/(frontend|ui)(\/|$)/.test(found.specifier)) return undefined;
  return "'web' may import only '@honeyframe/sdk/frontend' and '@honeyframe/sdk/ui'";
};

const declared: Rule = ({ import: found, from, inTest, testDependencies }) => {
  if (isRelative(found.specifier) || isBuiltin(found.specifier) || isVirtual(found.specifier))
    return undefined;
  const name = packageName(found.specifier);
  if (name === from.name || from.declared.has(name)) return undefined;
  if ((inTest || from.role === 'testkit') && testDependencies.has(name)) return undefined;
  return `'${name}' is not among the dependencies that '${from.name}' declares`;
};

/** What builds the shell runs on Node; its source does not. */
const noInputOutput: Rule = ({ import: found, from, inTest }) => {
  if (inTest || !isBuiltin(found.specifier)) return undefined;
  if (!found.file.startsWith(path.join(from.folder, 'src'))) return undefined;
  return from.role === 'contract' || from.role === 'web'
    ? `'${from.role}' does no input or output, so it may not import '${found.specifier}'`
    : undefined;
};

const insideItsUnit: Rule = ({ from, to, target }) => {
  if (!target || to === from) return undefined;
  return `a relative import may not leave '${from.name}'`;
};

/** A feature of the server is entered by its door: its index.ts, or that of a folder in it. */
const throughTheDoor: Rule = ({ import: found, from, to, target, inTest }) => {
  if (!target || inTest || from.role !== 'server' || to !== from) return undefined;
  const source = path.join(from.folder, 'src');
  const [fromFeature] = path.relative(source, found.file).split(path.sep);
  const [toFeature, ...rest] = path.relative(source, target).split(path.sep);
  if (toFeature === '..' || fromFeature === toFeature || rest.length === 0 || rest.at(-1) === 'index.ts')
    return undefined;
  return `'${rest.join('/')}' is inside the feature '${toFeature}': import from its index.ts`;
};

export const rules: readonly Rule[] = [
  direction,
  browserHalf,
  declared,
  noInputOutput,
  insideItsUnit,
  throughTheDoor,
];

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** Made by the bundler, or by the host for a plugin. */
function isVirtual(specifier: string): boolean {
  return specifier.startsWith('virtual:') || specifier.startsWith('/');
}

/** '@scope/name/sub' belongs to '@scope/name'. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
