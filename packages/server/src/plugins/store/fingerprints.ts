import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { SourceListing } from './list-source-files.ts';
import { codeOf, describeReason } from './store-failure.ts';

const FORMAT = 1;
const fileSchema = z.object({
  format: z.literal(FORMAT),
  folders: z.record(z.string(), z.object({ fingerprint: z.string(), generation: z.string() })),
});

interface Entry {
  readonly fingerprint: string;
  readonly generation: string;
  /** Only what is in the store is worth a line in the file: a plan that writes nothing stays true to that. */
  readonly stored: boolean;
}

/**
 * File systems count time in ticks: a second change within one tick leaves the same stamp. A listing of files that
 * have just been changed is therefore not remembered. Network drives tick in seconds.
 */
const SETTLED_MS = 2000;

export interface FingerprintsOptions {
  readonly file: string;
  readonly log: { warn(context: object, message: string): void };
  readonly now: () => number;
}

/** Remembers which generation a folder was, for as long as sizes, times and the like of its files stay the same. */
export class Fingerprints {
  readonly #options: FingerprintsOptions;
  #entries: Promise<Map<string, Entry>> | undefined;
  #saving: Promise<void> | undefined;
  #changed = false;

  constructor(options: FingerprintsOptions) {
    this.#options = options;
  }

  async find({ root, fingerprint }: SourceListing): Promise<string | undefined> {
    const entry = (await this.#load()).get(root);
    return entry?.fingerprint === fingerprint ? entry.generation : undefined;
  }

  async remember(listing: SourceListing, generation: string, { stored }: { stored: boolean }): Promise<void> {
    if (this.#options.now() - listing.changedMs < SETTLED_MS) return;
    const { root, fingerprint } = listing;
    const entries = await this.#load();
    const known = entries.get(root);
    if (known?.fingerprint === fingerprint && known.generation === generation && known.stored) return;
    entries.set(root, { fingerprint, generation, stored });
    if (stored) await this.#save();
  }

  async forget(generations: ReadonlySet<string>): Promise<void> {
    const entries = await this.#load();
    const gone = [...entries].filter(([, { generation }]) => generations.has(generation));
    for (const [root] of gone) entries.delete(root);
    if (gone.length > 0) await this.#save();
  }

  #load(): Promise<Map<string, Entry>> {
    this.#entries ??= this.#read();
    return this.#entries;
  }

  async #read(): Promise<Map<string, Entry>> {
    try {
      // Of a process that was killed while it wrote.
      await rm(this.#draft, { force: true });
      const { folders } = fileSchema.parse(JSON.parse(await readFile(this.#options.file, 'utf8')));
      return new Map(Object.entries(folders).map(([root, entry]) => [root, { ...entry, stored: true }]));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#warn(error, 'is not readable and is made again');
      return new Map();
    }
  }

  /** Changes that come while it is being written wait for one more write together. */
  async #save(): Promise<void> {
    this.#changed = true;
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#changed) {
      this.#changed = false;
      await this.#write().catch((error: unknown) => this.#warn(error, 'could not be written'));
    }
  }

  async #write(): Promise<void> {
    const { file } = this.#options;
    const stored = [...(await this.#load())].filter(([, entry]) => entry.stored);
    const folders = stored.map(([root, { fingerprint, generation }]) => [root, { fingerprint, generation }]);
    const text = JSON.stringify({ format: FORMAT, folders: Object.fromEntries(folders) });
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    try {
      await writeFile(this.#draft, text, { mode: 0o600 });
      await rename(this.#draft, file);
    } finally {
      await rm(this.#draft, { force: true });
    }
  }

  /** One name is enough: a DATA_DIR has one platform, which writes once at a time. */
  get #draft(): string {
    return `${this.#options.file}.draft`;
  }

  /** It only saves time: without it, folders are read again. */
  #warn(error: unknown, what: string): void {
    this.#options.log.warn(
      { file: this.#options.file, reason: describeReason(error) },
      `The cache of fingerprints ${what}`,
    );
  }
}
