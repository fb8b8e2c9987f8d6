import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A plugin for a test: an existing folder, or its files by relative path. */
export type TestPlugin = string | { readonly slug: string; readonly files: Readonly<Record<string, string>> };

/** Lays plugins out below `<installDir>/plugins`, as an installation has them. */
export async function layOutPlugins(installDir: string, plugins: readonly TestPlugin[]): Promise<void> {
  await mkdir(path.join(installDir, 'plugins'), { recursive: true });
  for (const plugin of plugins) {
    if (typeof plugin === 'string') {
      await cp(plugin, path.join(installDir, 'plugins', path.basename(plugin)), { recursive: true });
    } else {
      await writeFiles(path.join(installDir, 'plugins', plugin.slug), plugin.files);
    }
  }
}

/** Writes files by relative path, with the folders they need. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
