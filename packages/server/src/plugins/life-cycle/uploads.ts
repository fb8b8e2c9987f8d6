import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlatformError } from '@honeyframe/contract';
import { validateFolder } from '@honeyframe/host';
import { type InstallablePlugin, toInstallable } from '../plugin-record.ts';
import type { PluginStore } from '../store/index.ts';
import type { PluginVersion } from './plugin-code.ts';

/** Archives that were sent and wait for somebody to look at their plan. */
export interface Uploads {
  /** Unpacks and checks. Throws HF_ARCHIVE_*, HF_STORE_*, HF_PLUGIN_STEP_BLOCKED; then nothing is kept. */
  add(
    body: NodeJS.ReadableStream,
    checksum: string | undefined,
  ): Promise<{ upload: string; version: PluginVersion }>;
  /** Throws HF_PLUGIN_UPLOAD_UNKNOWN. */
  find(upload: string): PluginVersion;
  /** Forgets one; what it unpacked goes with the next cleaning of the store. */
  discard(upload: string): void;
  generations(): string[];
}

export interface UploadsOptions {
  readonly dataDir: string;
  readonly store: PluginStore;
}

const MAX_BYTES = 256 * 1024 * 1024;

export function createUploads({ dataDir, store }: UploadsOptions): Uploads {
  const waiting = new Map<string, PluginVersion>();
  const folder = path.join(dataDir, 'cache', 'uploads');
  return {
    add: async (body, checksum) => {
      const upload = randomUUID();
      const file = path.join(folder, `${upload}.tgz`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await pipeline(limitBytes(body), createWriteStream(file, { mode: 0o600 }));
        const stored = await store.addArchive(file, checksum === undefined ? {} : { checksum });
        const plugin = requireValid(stored.folder);
        const version = { plugin, generation: stored.generation, origin: stored.folder };
        waiting.set(upload, version);
        return { upload, version };
      } finally {
        await rm(file, { force: true });
      }
    },
    find: (upload) => {
      const version = waiting.get(upload);
      if (!version) throw new PlatformError('HF_PLUGIN_UPLOAD_UNKNOWN', { upload });
      return version;
    },
    discard: (upload) => void waiting.delete(upload),
    generations: () => [...waiting.values()].map(({ generation }) => generation),
  };
}

function requireValid(folder: string): InstallablePlugin {
  const discovered = validateFolder(folder, { source: 'package' });
  const plugin = toInstallable(discovered);
  if (plugin) return plugin;
  const problem = discovered.diagnostics.find(({ severity }) => severity === 'error');
  const reason = problem
    ? `plugin.yaml:${problem.line}:${problem.column} ${problem.message}`
    : 'it is not valid';
  throw new PlatformError('HF_PLUGIN_STEP_BLOCKED', { plugin: discovered.slug, step: 'install', reason });
}

async function* limitBytes(body: NodeJS.ReadableStream): AsyncGenerator<Buffer | string> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new PlatformError('HF_PLUGIN_UPLOAD_TOO_LARGE', { limit: `${MAX_BYTES} bytes` });
    yield chunk;
  }
}
