import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** One import, re-export or `import()` of a file. */
export interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly kind: 'static' | 'dynamic' | 'type';
}

const notSource = new Set(['node_modules', 'dist', 'testdata', '.honeyframe']);

/** TypeScript files below a folder; the plugins under host/test are examples of what is wrong. */
export function listSourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const skipped = notSource.has(entry.name) || file.endsWith(path.join('host', 'test', 'plugins'));
      return skipped ? [] : listSourceFiles(file);
    }
    return /\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** Reads what a file imports, from its syntax tree: code inside strings and comments does not count. */
export function readImports(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const { module } = parseSync(file, source);
  const at = (start: number): number => source.slice(0, start).split('\n').length;
  const found: Import[] = [];
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const kind = entries.length > 0 && entries.every((entry) => entry.isType) ? 'type' : 'static';
    found.push({ file, line: at(start), specifier: moduleRequest.value, kind });
  }
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (!request) continue;
    const kind = entries.every((entry) => entry.isType) ? 'type' : 'static';
    found.push({ file, line: at(start), specifier: request.value, kind });
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end);
    const literal = /^(['"])(.*)\1$/.exec(text)?.[2];
    if (literal) found.push({ file, line: at(start), specifier: literal, kind: 'dynamic' });
  }
  return found;
}
