import { type Bundle, createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { FrontendSource } from './plugin-frontend.ts';

/** Checks a bundle against the manifest and the shell of today; both may be newer than the cached bundle. */
export function checkBundle(
  bundle: Bundle,
  source: FrontendSource,
  shellExports: Readonly<Record<string, readonly string[]>> | undefined,
): Diagnostic[] {
  return [
    ...findDuplicates(bundle, source),
    ...findUndeclaredPermissions(bundle, source),
    ...(shellExports ? findUnknownExports(bundle, source, shellExports) : []),
  ];
}

function findDuplicates({ pages, blocks }: Bundle, { slug, entry }: FrontendSource): Diagnostic[] {
  const place = { plugin: slug, file: entry };
  // `/patients/:id` and `/patients/:key` answer the same addresses.
  const paths = pages.map(({ path }) => ({ name: path, key: path.replaceAll(/:[^/]+/g, ':') }));
  const types = blocks.map(({ type }) => ({ name: type, key: type }));
  const report = (what: string) => (name: string) =>
    createDiagnostic('HF_FRONTEND_DUPLICATE', place, { entry, what, name });
  return [...repeated(paths).map(report('page')), ...repeated(types).map(report('block'))];
}

function repeated(items: readonly { name: string; key: string }[]): string[] {
  const seen = new Set<string>();
  return items.filter(({ key }) => seen.has(key) || !seen.add(key)).map(({ name }) => name);
}

function findUndeclaredPermissions({ pages, blocks }: Bundle, source: FrontendSource): Diagnostic[] {
  const declared = new Set(source.permissions);
  const place = { plugin: source.slug, file: source.entry };
  const wanted = [
    ...pages.map(({ path, permission }) => ({ what: 'page', name: path, permission })),
    ...blocks.map(({ type, permission }) => ({ what: 'block', name: type, permission })),
  ];
  return wanted
    .filter(({ permission }) => permission !== undefined && !declared.has(permission))
    .map((context) => createDiagnostic('HF_FRONTEND_PERMISSION_UNDECLARED', place, context));
}

/** A name that the shell does not export would stop the whole bundle in the browser, with a message for nobody. */
function findUnknownExports(
  { imports }: Bundle,
  { slug, entry }: FrontendSource,
  shellExports: Readonly<Record<string, readonly string[]>>,
): Diagnostic[] {
  return Object.entries(imports).flatMap(([module, names]) => {
    const known = new Set(shellExports[module]);
    const unknown = names.filter((name) => !known.has(name));
    return unknown.map((name) =>
      createDiagnostic('HF_FRONTEND_EXPORT_UNKNOWN', { plugin: slug, file: entry }, { name, module }),
    );
  });
}
