/**
 * What is in a plugin's folder, but not the plugin's: histories, caches, what an editor or a system leaves behind.
 * A virtual environment holds absolute paths and links to the system's Python, so that a copy of it is of no use.
 */
const leftOutNames: ReadonlySet<string> = new Set([
  '.git',
  '.DS_Store',
  'Thumbs.db',
  '__pycache__',
  '.venv',
  // vim writes and removes it to see whether it may write to the folder.
  '4913',
]);

/** Swap and backup files of vim, Emacs (whose locks are broken links) and others, and macOS's resource forks. */
const leftOutPattern = /^(\..+\.sw[a-z]|\.#.+|#.+#|.*~|\._.+)$/;

/** What dbt writes beside its project; dbt_packages stays, as the platform never runs `dbt deps`. */
const writtenByDbt: ReadonlySet<string> = new Set(['target', 'logs']);

/** Whether an entry of `folder` (relative to the plugin, its entries given) is no part of the plugin. */
export function isLeftOut(name: string, folder: string, siblings: ReadonlySet<string>): boolean {
  if (leftOutNames.has(name) || leftOutPattern.test(name)) return true;
  const above = folder.split('/');
  if (name === '.cache' && above.at(-1) === 'node_modules') return true;
  // In a vendored package of dbt a folder of that name is the author's.
  const isProject = siblings.has('dbt_project.yml') && !above.includes('dbt_packages');
  return isProject && writtenByDbt.has(name);
}
