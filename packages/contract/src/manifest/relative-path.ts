/** What is wrong with a path that should stay inside the plugin's folder. */
export type PathProblem = 'HF_MANIFEST_PATH_OUTSIDE' | 'HF_MANIFEST_PATH_INVALID';

/**
 * Checks a path of the manifest by its text alone: relative, with forward slashes, never above the plugin's folder.
 * Links can still lead outside; only whoever has the files can see that.
 */
export function findPathProblem(text: string): PathProblem | undefined {
  if (/^(?:[/~]|[A-Za-z]:[\\/]|\\\\)/.test(text)) return 'HF_MANIFEST_PATH_OUTSIDE';
  let depth = 0;
  for (const segment of text.split(/[/\\]/)) {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    if (depth < 0) return 'HF_MANIFEST_PATH_OUTSIDE';
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\\\u0000-\u001f:]/.test(text) ? 'HF_MANIFEST_PATH_INVALID' : undefined;
}

/** `./a//b/../c/` → `a/c`; for paths that have no problem. */
export function normalizeRelativePath(text: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(text)) return text;
  const kept: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  return kept.join('/');
}
