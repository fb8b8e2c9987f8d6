/**
 * Names that a module exports, as far as its text tells. Nothing is executed and nothing is parsed: whatever could
 * export more than is seen here makes the answer undefined, so that no working router is refused. A name in a
 * comment may count as exported; the mount finds that out.
 */
export function scanExports(source: string, language: 'script' | 'python'): ReadonlySet<string> | undefined {
  // Generated code in long lines; the patterns below are only meant for, and only bounded in time by, short ones.
  if (hasLongLine(source)) return undefined;
  return language === 'python' ? scanPython(source) : scanScript(source);
}

const maxLineLength = 2000;

function hasLongLine(source: string): boolean {
  for (let start = 0; start < source.length; ) {
    const end = source.indexOf('\n', start);
    if ((end < 0 ? source.length : end) - start > maxLineLength) return true;
    if (end < 0) return false;
    start = end + 1;
  }
  return false;
}

const unknowable =
  /\bexport\s*\*\s*from\b|\bexport\s*=|\bmodule\.exports\b|\bexports\.\w|\bexport\s+(?:const|let|var)\s*[{[]/;
const declaration =
  /\bexport\s+(?:declare\s+)?(?:async\s+)?(?:abstract\s+)?(?:const\s+enum|const|let|var|function\s*\*?|class|enum)\s*([\w$]+)/g;
const list = /\bexport\s*\{([^}]{0,2000})\}/g;
const namespace = /\bexport\s*\*\s*as\s+([\w$]+)/g;

function scanScript(source: string): ReadonlySet<string> | undefined {
  if (unknowable.test(source)) return undefined;
  const names = new Set<string>();
  for (const match of source.matchAll(declaration))
    if (!isCommented(source, match.index)) names.add(match[1] ?? '');
  for (const match of source.matchAll(namespace))
    if (!isCommented(source, match.index)) names.add(match[1] ?? '');
  for (const match of source.matchAll(list)) {
    if (!isCommented(source, match.index)) for (const name of listedNames(match[1] ?? '')) names.add(name);
  }
  if (/\bexport\s+default\b/.test(source)) names.add('default');
  // `export const a = 1, b = 2`: the second name is not seen.
  return /\bexport\s+(?:const|let|var)\s[^;\n]*,\s*[\w$]+\s*=[^=>]/.test(source) ? undefined : names;
}

/** The names of `{ a, b as router, type C, /* … *\/ }`. */
function listedNames(text: string): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => /(?:^|\sas\s+)['"]?([\w$]+)['"]?$/.exec(part)?.[1] ?? part);
}

/** Whether the line says so before this place; text that merely follows a comment mark elsewhere counts as code. */
function isCommented(source: string, index: number): boolean {
  const before = source.slice(source.lastIndexOf('\n', index - 1) + 1, index).trimStart();
  return before.startsWith('//') || before.startsWith('*') || before.startsWith('/*');
}

function scanPython(source: string): ReadonlySet<string> | undefined {
  if (
    /^[ \t]*from[ \t]+\S+[ \t]+import[ \t]*[*(]/m.test(source) ||
    /\bglobal[ \t]|\bglobals\(\)/.test(source)
  )
    return undefined;
  const names = new Set<string>();
  for (const [, name = ''] of source.matchAll(/^(?:async[ \t]+def|def|class)[ \t]+(\w+)/gm)) names.add(name);
  for (const [, name = ''] of source.matchAll(/^[ \t]*(\w+)[ \t]*(?::[^=\n]+)?=(?!=)/gm)) names.add(name);
  for (const [, imported = ''] of source.matchAll(/^[ \t]*(?:from[ \t]+\S+[ \t]+)?import[ \t]+([^\n#]+)/gm)) {
    for (const part of imported.split(','))
      names.add(
        part
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? '',
      );
  }
  return names;
}
