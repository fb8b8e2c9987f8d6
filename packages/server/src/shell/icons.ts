import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Lucide's icons, from the files that the package ships. Only those in use are read and sent. */
export interface IconSet {
  readonly names: ReadonlySet<string>;
  /** Inner markup of the SVG; undefined for an unknown name. */
  read(name: string): string | undefined;
}

export function createIconSet(): IconSet {
  const require = createRequire(import.meta.url);
  const folder = path.join(path.dirname(require.resolve('lucide-static/package.json')), 'icons');
  const names = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith('.svg'))
      .map((file) => file.slice(0, -'.svg'.length)),
  );
  const known = new Map<string, string>();
  return {
    names,
    read: (name) => {
      if (!names.has(name)) return undefined;
      const markup = known.get(name) ?? extractInner(readFileSync(path.join(folder, `${name}.svg`), 'utf8'));
      known.set(name, markup);
      return markup;
    },
  };
}

function extractInner(svg: string): string {
  const start = svg.indexOf('>', svg.indexOf('<svg')) + 1;
  return svg.slice(start, svg.lastIndexOf('</svg>')).replaceAll(/\s+/g, ' ').trim();
}
