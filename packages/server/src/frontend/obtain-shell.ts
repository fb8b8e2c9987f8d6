import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { shellOutputSchema } from './builder/job.ts';
import type { BuilderProcess } from './builder-process.ts';
import { hashFiles } from './cache/hash-files.ts';
import { publishFolder, readPublished } from './cache/publish-folder.ts';
import { type Shell, shellSchema } from './shell.ts';

export interface ObtainShellOptions {
  /** Folder of builds, `DATA_DIR/builds`. */
  readonly buildsDir: string;
  readonly installDir: string;
  readonly builder: BuilderProcess;
  readonly progress: (text: string) => void;
}

/** A slow machine takes half a minute; a bundler that hangs must not keep the start waiting for ever. */
const TIME_LIMIT_MS = 300_000;

/** What the shell is made of. The lock file stands for every package. */
const inputs = [
  'packages/web',
  'packages/sdk/src',
  'packages/contract/src',
  'packages/server/src/frontend/builder',
  'package-lock.json',
];

/** The built shell, from the cache when none of its sources changed: then it takes milliseconds. */
export async function obtainShell(options: ObtainShellOptions): Promise<Shell> {
  const { buildsDir, installDir } = options;
  const paths = inputs.map((input) => path.join(installDir, input));
  const hash = await hashFiles({ paths, base: installDir });
  const folder = path.join(buildsDir, 'shell', hash);
  const cached = await readShell(folder);
  if (cached) return cached;
  await publishFolder(folder, (draft) => fillFolder(draft, hash, options));
  const built = await readShell(folder);
  if (!built) throw new PlatformError('HF_FRONTEND_SHELL_FAILED', { reason: 'its folder could not be read' });
  return built;
}

function readShell(folder: string): Promise<Shell | undefined> {
  return readPublished(folder, 'shell.json', (value) => shellSchema.parse({ ...Object(value), folder }));
}

async function fillFolder(draft: string, hash: string, options: ObtainShellOptions): Promise<boolean> {
  const webDir = path.join(options.installDir, 'packages/web');
  const job = { kind: 'shell', config_file: path.join(webDir, 'vite.config.ts'), out_dir: draft } as const;
  const limits = { timeLimitMs: TIME_LIMIT_MS, onProgress: options.progress };
  const reply = await options.builder.run(job, limits);
  if (reply.kind !== 'shell') {
    const reason = reply.kind === 'failed' ? reply.reason : 'the builder gave another answer';
    throw new PlatformError('HF_FRONTEND_SHELL_FAILED', { reason });
  }
  const output = shellOutputSchema.parse(reply.output);
  const template = await readFile(path.join(webDir, 'index.html'), 'utf8');
  await writeFile(path.join(draft, 'shell.json'), JSON.stringify({ ...output, hash, template }));
  return true;
}
