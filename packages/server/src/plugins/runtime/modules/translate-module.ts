import { stripTypeScriptTypes } from 'node:module';
import { moduleRunnerTransform } from 'vite';

/**
 * Turns a TypeScript module into the body of the function that jiti wraps around it, every line where it was. Types are
 * stripped by Node, imports and exports rewritten by Vite: a tenth of the time that Babel takes. Rejects for what they do not
 * know (enums), and for what is no JavaScript.
 */
export async function translateModule(file: string, source: string): Promise<string> {
  const stripped = stripTypeScriptTypes(source);
  const result = await moduleRunnerTransform(stripped, null, file, stripped);
  if (!result) throw new Error(`'${file}' could not be translated`);
  return `${PRELUDE} ${joinHeader(result.code)}`;
}

/** Imports and exports stand on lines of their own before the code; on one, nothing below them moves. */
function joinHeader(code: string): string {
  const header = /^(?:(?:const __vite_ssr_import_\d+__ = |__vite_ssr_export)[^\n]*\n)*/.exec(code)?.[0] ?? '';
  return header.replaceAll('\n', ' ') + code.slice(header.length);
}

/** What the rewritten code calls, in terms of jiti's own parameters. */
const PRELUDE = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  'const __vite_ssr_exportName__ = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });',
  'const __vite_ssr_exportAll__ = (from) => { for (const name of Object.keys(from)) if (name !== "default" && !(name in exports)) __vite_ssr_exportName__(name, () => from[name]); };',
  // CommonJS has no default export: there it is the module itself, as with Node's own import.
  'const __vite_ssr_import__ = async (id) => { const from = await jitiImport(id); return from?.__esModule || from?.[Symbol.toStringTag] === "Module" ? from : { __proto__: null, ...from, default: from }; };',
  'const __vite_ssr_dynamic_import__ = __vite_ssr_import__;',
  'const __vite_ssr_import_meta__ = { get url() { return require("node:url").pathToFileURL(__filename).href; }, filename: __filename, dirname: __dirname };',
].join(' ');
