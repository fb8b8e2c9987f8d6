/**
 * The paths of the pages that a frontend entry defines, relative to the plugin, without a leading slash; undefined
 * when its text does not tell (pages made by a function, spread from elsewhere). Nothing is executed.
 */
export function scanPages(source: string): readonly string[] | undefined {
  const code = blankComments(source);
  const call = /\bdefineFrontend\s*(?:<[^>(]*>)?\(\s*\{/.exec(code);
  if (!call) return undefined;
  const fields = splitItems(code, call.index + call[0].length);
  if (!fields || fields.some((field) => field.startsWith('...'))) return undefined;
  const pages = fields.find((field) => /^['"]?pages\b/.test(field));
  if (pages === undefined) return [];
  const opening = /^['"]?pages['"]?\s*:\s*\[/.exec(pages);
  return opening ? readPaths(pages, opening[0].length) : undefined;
}

function readPaths(pages: string, start: number): readonly string[] | undefined {
  const items = splitItems(pages, start);
  if (!items) return undefined;
  const paths: string[] = [];
  for (const item of items) {
    const path = readPath(item);
    if (path === undefined) return undefined;
    paths.push(path.replace(/^\/+|\/+$/g, ''));
  }
  return paths;
}

function readPath(item: string): string | undefined {
  const opening = /^(?:definePage\s*\(\s*)?\{/.exec(item);
  const fields = opening && splitItems(item, opening[0].length);
  for (const field of fields ?? []) {
    const match = /^['"]?path['"]?\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|`([^`$\\]*)`)(?:\s+as\s+const)?$/.exec(
      field,
    );
    if (match) return match[1] ?? match[2] ?? match[3];
  }
  return undefined;
}

const QUOTES = '\'"`';
const OPENING = '([{';
const CLOSING = ')]}';

/** Splits the items of a bracket that was just opened at its commas; undefined when it is never closed. */
function splitItems(code: string, start: number): string[] | undefined {
  const items: string[] = [];
  let depth = 0;
  let from = start;
  // Only these characters matter; looking at each of the others would take most of the time.
  const relevant = /[()[\]{},'"`]/g;
  relevant.lastIndex = start;
  for (let match = relevant.exec(code); match; match = relevant.exec(code)) {
    const { 0: character, index } = match;
    if (QUOTES.includes(character)) relevant.lastIndex = skipText(code, index) + 1;
    else if (OPENING.includes(character)) depth += 1;
    else if (depth > 0) depth -= CLOSING.includes(character) ? 1 : 0;
    else {
      const item = code.slice(from, index).trim();
      if (item !== '') items.push(item);
      if (character !== ',') return items;
      from = index + 1;
    }
  }
  return undefined;
}

/** The index of the quote that ends the text beginning at `start`. */
function skipText(code: string, start: number): number {
  const quote = code[start];
  let index = start + 1;
  while (index < code.length && code[index] !== quote) index += code[index] === '\\' ? 2 : 1;
  return index;
}

/**
 * Texts are matched before comments, so that the slashes of an address in quotes begin none. What is never closed
 * ends with the file: looking for its end again from every place would take quadratic time.
 */
function blankComments(source: string): string {
  if (!source.includes('//') && !source.includes('/*')) return source;
  return source.replace(
    /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g,
    (match) => (match.startsWith('/') ? ' ' : match),
  );
}

/** Whether one of the pages answers a path, both relative to the plugin. */
export function answersPath(pages: readonly string[], path: string): boolean {
  const segments = split(path);
  return pages.some((page) => {
    const pattern = split(page);
    return pattern.length > maxSegments || matches(pattern, segments);
  });
}

/** Optional segments are tried both ways, which doubles the work for each of them. */
const maxSegments = 10;

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return segments.length === 0;
  if (head === '*') return true;
  if (head.endsWith('?') && matches(rest, segments)) return true;
  const [first, ...others] = segments;
  if (first === undefined) return false;
  return (head.startsWith(':') || head.replace(/\?$/, '') === first) && matches(rest, others);
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
