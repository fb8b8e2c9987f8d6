import { readFileSync } from 'node:fs';
import path from 'node:path';

// <!-- file: plugins/_demo/plugin.yaml -->, and the block of code below it.
const included = /(<!-- file: (\S+) -->\n\n?)```\w*\n(?:[\s\S]*?\n)?```/g;

const languages: Readonly<Record<string, string>> = {
  '.tsx': 'tsx',
  '.ts': 'ts',
  '.yaml': 'yaml',
  '.sql': 'sql',
};

/** Puts into a guide, below each `<!-- file: … -->`, the file as it is now: what a reader copies has compiled and run. */
export function includeCode(markdown: string, root: string): string {
  return markdown.replaceAll(included, (_, notice: string, file: string) => {
    const text = readFileSync(path.join(root, file), 'utf8').trimEnd();
    return `${notice}\`\`\`${languages[path.extname(file)] ?? ''}\n${text}\n\`\`\``;
  });
}
