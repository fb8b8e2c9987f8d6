// A child of the platform that translates plugins' TypeScript into jiti's cache. Babel keeps some 200 MB once it has
// worked, and takes milliseconds a file; here both end with the process, and the platform's own thread goes on.
import { readFile } from 'node:fs/promises';
import { createJiti } from 'jiti';
import { describeTransform, type ModuleFolders, resolveJitiOptions } from './jiti-options.ts';

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
  const jiti = createJiti(`${folders.root}/`, resolveJitiOptions(folders));
  for (const file of files) {
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source !== undefined) jiti.transform(describeTransform(file, source));
  }
}
