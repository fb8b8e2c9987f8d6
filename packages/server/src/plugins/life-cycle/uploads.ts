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
import type { PluginLocks } from './plugin-locks.ts';

/** Archives that were sent and wait for somebody to look at their plan. */
export interface Uploads {
  /** Makes the folder for what arrives; call it once, at a start. */
  open(): Promise<void>;
  /** Unpacks and checks. Throws HF_ARCHIVE_*, HF_STORE_*, HF_PLUGIN_STEP_BLOCKED; then nothing is kept. */
  add(
    body: NodeJS.ReadableStream,
    checksum: string | undefined,
  ): Promise<{ upload: string; version: PluginVersion }>;
  /** Throws HF_PLUGIN_UPLOAD_UNKNOWN. */
  find(upload: string): PluginVersion;
  /** Forgets one, and removes what it unpacked unless it was installed meanwhile. */
  discard(upload: string): Promise<void>;
  /** Forgets those that wait for longer; what they unpacked is nobody's then. */
  expire(waitedMs: number): void;
  generations(): string[];
}

export interface UploadsOptions {
  readonly dataDir: string;
  readonly store: PluginStore;
  readonly locks: PluginLocks;
  /** Whether the database names a generation. */
  readonly isInstalled: (generation: string) => Promise<boolean>;
}

interface WaitingUpload {
  readonly version: PluginVersion;
  readonly since: number;
}

const MAX_BYTES = 256 * 1024 * 1024;

export function createUploads({ dataDir, store, locks, isInstalled }: UploadsOptions): Uploads {
  const waiting = new Map<string, WaitingUpload>();
  const generations = () => [...waiting.values()].map(({ version }) => version.generation);
  const folder = path.join(dataDir, 'cache', 'uploads');
  return {
    open: async () => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
    },
    add: async (body, checksum) => {
      const upload = randomUUID();
      const file = path.join(folder, `${upload}.tgz`);
      try {
        await pipeline(limitBytes(body), createWriteStream(file, { mode: 0o600 }));
        const stored = await store.addArchive(file, checksum === undefined ? {} : { checksum });
        const plugin = requireValid(stored.folder);
        const version = { plugin, generation: stored.generation, origin: stored.folder };
        waiting.set(upload, { version, since: Date.now() });
        return { upload, version };
      } finally {
        await rm(file, { force: true });
      }
    },
    find: (upload) => {
      const found = waiting.get(upload);
      if (!found) throw new PlatformError('HF_PLUGIN_UPLOAD_UNKNOWN', { upload });
      return found.version;
    },
    discard: async (upload) => {
      const found = waiting.get(upload);
      if (!found) return;
      const { plugin, generation } = found.version;
      // A step that is under way may be about to install it.
      const unlock = await locks.wait(plugin.slug);
      try {
        waiting.delete(upload);
        if (!generations().includes(generation) && !(await isInstalled(generation)))
          await store.remove(generation);
      } finally {
        unlock();
      }
    },
    expire: (waitedMs) => {
      const oldest = Date.now() - waitedMs;
      for (const [upload, { since }] of waiting) if (since <= oldest) waiting.delete(upload);
    },
    generations,
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
