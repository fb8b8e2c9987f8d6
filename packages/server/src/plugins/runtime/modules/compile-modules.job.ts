// A child of the platform that translates plugins' TypeScript into jiti's cache. What translates keeps up to 200 MB once it
// has worked; here that ends with the process, and the platform's own thread goes on meanwhile.
import { readFile } from 'node:fs/promises';
import { createJiti, type TransformResult } from 'jiti';
import { describeTransform, type ModuleFolders, resolveJitiOptions } from './jiti-options.ts';
import { translateModule } from './translate-module.ts';

export interface CompileJob extends ModuleFolders {
  readonly id: number;
  readonly files: readonly string[];
}

process.on('message', (job: CompileJob) => {
  void compile(job).then(() => process.send?.(job.id));
});
process.on('disconnect', () => process.exit());

/** What cannot be read or translated is left to the platform, which says so when it loads the file. */
async function compile({ files, ...folders }: CompileJob): Promise<void> {
  const options = resolveJitiOptions(folders);
  const babel = createJiti(`${folders.root}/`, { ...options, fsCache: false });
  let translated: TransformResult | undefined;
  const cache = createJiti(`${folders.root}/`, {
    ...options,
    transform: (file) => translated ?? { code: babel.transform(file) },
  });
  for (const file of files) {
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source === undefined) continue;
    translated = await translateModule(file, source).then(
      (code) => ({ code }),
      () => undefined,
    );
    cache.transform(describeTransform(file, source));
  }
}
