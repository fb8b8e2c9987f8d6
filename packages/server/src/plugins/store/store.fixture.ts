import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type CreatePluginStoreOptions, createPluginStore } from './create-plugin-store.ts';
import type { PluginStore } from './plugin-store.ts';

export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [name, content] of Object.entries(files)) {
    const place = path.join(folder, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
  }
  return folder;
}

/** Everything below a folder with its sizes and times, so that any write shows. */
export function listEverything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs, mode } = statSync(path.join(folder, name));
      return `${name} ${size} ${mtimeMs} ${mode}`;
    });
}

export interface TestStore {
  readonly store: PluginStore;
  readonly dataDir: string;
  readonly warnings: string[];
}

export async function createTestStore(options: Partial<CreatePluginStoreOptions> = {}): Promise<TestStore> {
  const dataDir = options.dataDir ?? (await createFolder());
  for (const name of ['store', 'cache']) mkdirSync(path.join(dataDir, name), { recursive: true });
  const warnings: string[] = [];
  const log = { warn: (_context: object, message: string) => void warnings.push(message) };
  return { store: createPluginStore({ dataDir, log, ...options }), dataDir, warnings };
}

/** A clock for which all files have been at rest for long. */
export const later = (): number => Date.now() + 60_000;
