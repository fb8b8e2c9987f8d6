import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** dbt names the file in its text alone: `Compilation Error in model x (models/x.sql)`, `x.yml - Runtime Error`. */
const FILE = /(?:^|[\s('"])((?:[\w.-]+\/)*[\w.-]+\.(?:sql|ya?ml|csv|md))(?=$|[\s)'":,])/gm;
const LINE = /\bline (\d+)/i;

/** Where dbt's words point to: a file of the project and a line in it, as far as they say. */
export async function locateFailure(
  projectFolder: string,
  failure: string,
): Promise<{ file: string; line: number }> {
  const files = await readdir(projectFolder, { recursive: true });
  const named = [...failure.matchAll(FILE)].map(([, name = '']) => name);
  const found = named.flatMap((name) => files.filter((file) => file === name || file.endsWith(`/${name}`)));
  const [file = 'dbt_project.yml'] = found;
  return { file: path.normalize(file), line: Math.max(Number(LINE.exec(failure)?.[1] ?? 1), 1) };
}
