import { createRequire } from 'node:module';
import { sharedModules } from '@honeyframe/contract';
import type { Plugin } from 'vite';

const PREFIX = '\0honeyframe-facade:';

/** CommonJS has no export list that a bundler could keep, so their facades name every export. */
const commonJs: ReadonlySet<string> = new Set([
  'react',
  'react/jsx-runtime',
  'react-dom',
  'react-dom/client',
]);

/**
 * What plugins get of the router. All of it would keep its server rendering and its framework mode in the first
 * load of every visitor: some 13 kB gzipped.
 */
const routerExports = [
  'Await',
  'Form',
  'generatePath',
  'Link',
  'matchPath',
  'Navigate',
  'NavLink',
  'Outlet',
  'Route',
  'Routes',
  'useBlocker',
  'useHref',
  'useLocation',
  'useMatch',
  'useNavigate',
  'useNavigation',
  'useNavigationType',
  'useOutletContext',
  'useParams',
  'useResolvedPath',
  'useRoutes',
  'useSearchParams',
];

/**
 * One more entry for each module that the shell shares with plugins. An entry re-exports its module; what the
 * module shares with the app lands in common chunks, so that both use one instance.
 */
export function sharedFacades(root: string): Plugin {
  const require = createRequire(`${root}/`);
  return {
    name: 'honeyframe:shared-facades',
    apply: 'build',
    resolveId: (source) => (source.startsWith(PREFIX) ? source : null),
    load: (id) => (id.startsWith(PREFIX) ? renderFacade(id.slice(PREFIX.length), require) : null),
  };
}

/** Entries by name; the name of a facade is the module it stands for. */
export function facadeEntries(modules: readonly string[] = sharedModules): Record<string, string> {
  return Object.fromEntries(modules.map((name) => [name, `${PREFIX}${name}`]));
}

function renderFacade(name: string, require: NodeJS.Require): string {
  const from = JSON.stringify(name);
  if (name === 'react-router') return `export { ${routerExports.join(', ')} } from ${from};`;
  if (!commonJs.has(name)) return `export * from ${from};`;
  const names = Object.keys(require(name)).filter(
    (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default',
  );
  return [
    `import whole from ${from};`,
    'export default whole;',
    ...names.map((key) => `export const ${key} = whole.${key};`),
  ].join('\n');
}
