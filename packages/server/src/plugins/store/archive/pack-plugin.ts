import { create } from 'tar';
import { listSourceFiles } from '../list-source-files.ts';

/**
 * Packs what of a folder is part of the plugin, as `npm pack` lays it out. Links are replaced by what they lead to, since an
 * archive with links is refused. Throws HF_STORE_*.
 */
export async function packPlugin(folder: string, file: string): Promise<void> {
  const { root, files } = await listSourceFiles(folder);
  const options = { file, cwd: root, gzip: true, prefix: 'package', follow: true, noDirRecurse: true };
  // A name that begins with '@' would be read as an archive to take over.
  await create(
    { ...options, portable: true, strict: true },
    files.map(({ path }) => `./${path}`),
  );
}
