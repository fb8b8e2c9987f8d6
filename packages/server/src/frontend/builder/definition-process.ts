// Imports one built entry, with stand-ins for the shared modules, and prints what it declares. Runs a plugin's
// code: it is started without an environment, and may read that one bundle only.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

interface Request {
  readonly entry: string;
  /** Names that the bundle takes from each shared module. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

const PREFIX = 'honeyframe-stand-in:';
const request = JSON.parse(process.argv[2] ?? '{}') as Request;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier in request.imports ? { url: PREFIX + specifier, shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url.startsWith(PREFIX)
      ? { format: 'module', source: renderStandIn(url.slice(PREFIX.length)), shortCircuit: true }
      : next(url, context),
});

/** Whatever is asked of a stand-in is another one: createContext(), memo(), a component's static property. */
function renderStandIn(module: string): string {
  const names = new Set(request.imports[module] ?? []);
  const bindings = [...names].map((name) =>
    name === 'default'
      ? 'export default anything;'
      : `export const ${name} = ${standIns[name] ?? 'anything'};`,
  );
  return `const anything = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : anything),
    apply: () => anything, construct: () => anything, set: () => true });
  ${bindings.join('\n')}`;
}

const standIns: Readonly<Record<string, string>> = {
  defineFrontend: '(frontend) => frontend',
  defineBlock: '(block) => block',
};

function describe(value: unknown): unknown {
  if (typeof value !== 'object' || value === null)
    throw new Error('it has no default export from defineFrontend()');
  const { pages = [], blocks = [] } = value as { pages?: unknown; blocks?: unknown };
  return { pages: describeList(pages, 'pages'), blocks: describeList(blocks, 'blocks') };
}

function describeList(list: unknown, what: string): unknown[] {
  if (!Array.isArray(list)) throw new Error(`'${what}' is not a list`);
  return list.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null) throw new Error(`'${what}[${index}]' is not an object`);
    if (!('load' in item) || typeof item.load !== 'function') {
      throw new Error(`'${what}[${index}]' has no 'load' function`);
    }
    return item;
  });
}

async function answer(): Promise<object> {
  try {
    const module = (await import(pathToFileURL(request.entry).href)) as { default?: unknown };
    return { definition: describe(module.default) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

process.stdout.write(JSON.stringify(await answer()));
