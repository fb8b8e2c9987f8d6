import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { gather } from '../../system/index.ts';
import { unpackArchive } from './archive/unpack-archive.ts';
import { copyFiles } from './copy-files.ts';
import { Fingerprints } from './fingerprints.ts';
import { hashInPlace } from './hash-content.ts';
import { listSourceFiles, type SourceListing } from './list-source-files.ts';
import { isGeneration, nameGeneration } from './name-generation.ts';
import type { PluginStore, StoredArchive, StoredGeneration } from './plugin-store.ts';
import { codeOf, describeReason, toWriteFailure } from './store-failure.ts';
import { syncPath, syncTrees } from './sync-tree.ts';

/** How the names of what is not, or no longer, a generation begin. */
const DRAFT = '.staging-';

export interface CreatePluginStoreOptions {
  readonly dataDir: string;
  readonly log: { warn(context: object, message: string): void };
  /** Compared with the times of files; the system's clock where it is left out. */
  readonly now?: () => number;
}

export function createPluginStore({ dataDir, log, now = Date.now }: CreatePluginStoreOptions): PluginStore {
  const file = path.join(dataDir, 'cache', 'store-fingerprints.json');
  return new FolderPluginStore(path.join(dataDir, 'store'), new Fingerprints({ file, log, now }), log);
}

class FolderPluginStore implements PluginStore {
  readonly #root: string;
  readonly #fingerprints: Fingerprints;
  readonly #log: CreatePluginStoreOptions['log'];
  /** Drafts of this process that are under way; any other is a left-over. */
  readonly #drafts = new Set<string>();
  readonly #syncDrafts = gather(syncTrees);
  readonly #syncRoot: () => Promise<void>;

  constructor(root: string, fingerprints: Fingerprints, log: CreatePluginStoreOptions['log']) {
    this.#root = root;
    this.#fingerprints = fingerprints;
    this.#log = log;
    this.#syncRoot = gather<void>(() => syncPath(root));
  }

  async add(folder: string): Promise<StoredGeneration> {
    const listing = await listSourceFiles(folder);
    const known = await this.#fingerprints.find(listing);
    const generation = known !== undefined && (await this.has(known)) ? known : await this.#copy(listing);
    await this.#fingerprints.remember(listing, generation, { stored: true });
    return this.#describe(generation, listing);
  }

  async addArchive(file: string, { checksum }: { checksum?: string } = {}): Promise<StoredArchive> {
    return await this.#withDraft(async (draft) => {
      const { root, manifest } = await unpackArchive(file, draft, checksum);
      const listing = await listSourceFiles(root);
      return { ...this.#describe(await this.#copy(listing), listing), manifest };
    });
  }

  async identify(folder: string): Promise<string> {
    const listing = await listSourceFiles(folder);
    const known = await this.#fingerprints.find(listing);
    if (known !== undefined) return known;
    const generation = nameGeneration(await hashInPlace(listing.files));
    const { fingerprint } = await listSourceFiles(folder);
    if (fingerprint === listing.fingerprint) {
      await this.#fingerprints.remember(listing, generation, { stored: await this.has(generation) });
    }
    return generation;
  }

  folder(generation: string): string {
    if (!isGeneration(generation)) throw new PlatformError('HF_STORE_GENERATION_INVALID', { generation });
    return path.join(this.#root, generation);
  }

  async has(generation: string): Promise<boolean> {
    if (!isGeneration(generation)) return false;
    return await lstat(this.folder(generation)).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
  }

  async remove(generation: string): Promise<void> {
    await this.#discard(this.folder(generation));
    await this.#fingerprints.forget(new Set([generation]));
  }

  async collect(keep: ReadonlySet<string>): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    const unused = names.filter((name) => !keep.has(name) && !this.#drafts.has(name) && isOurs(name));
    for (const name of unused) await this.#discard(path.join(this.#root, name));
    await this.#fingerprints.forget(new Set(unused));
    return unused.sort();
  }

  #describe(generation: string, { bytes, files }: SourceListing): StoredGeneration {
    return { generation, folder: this.folder(generation), bytes, files: files.length };
  }

  async #copy(listing: SourceListing): Promise<string> {
    return await this.#withDraft(async (draft) => {
      const { files, folders } = await copyFiles(listing.files, draft);
      // After all are written, of every copy that is under way: then the disk has much less to do.
      await this.#syncDrafts({ root: draft, files: files.map((file) => file.path), folders });
      const generation = nameGeneration(files);
      await requireUnchanged(listing);
      await this.#publish(draft, generation);
      return generation;
    });
  }

  /** The rename is the moment in which a generation comes into being, complete. */
  async #publish(draft: string, generation: string): Promise<void> {
    if (await this.has(generation)) return;
    await rename(draft, this.folder(generation)).catch(async (error: unknown) => {
      // Somebody else brought the same content at the same time; then that copy is as good.
      if (!(await this.has(generation))) throw error;
    });
    await this.#syncRoot();
  }

  async #withDraft<T>(use: (draft: string) => Promise<T>): Promise<T> {
    const draft = await this.#createDraft();
    try {
      return await use(draft);
    } finally {
      await rm(draft, { recursive: true, force: true }).catch((error: unknown) => {
        this.#log.warn({ folder: draft, reason: describeReason(error) }, 'A draft in the store stays behind');
      });
      this.#drafts.delete(path.basename(draft));
    }
  }

  async #createDraft(): Promise<string> {
    const name = `${DRAFT}${randomUUID()}`;
    const draft = path.join(this.#root, name);
    // Known before it is there, so that nobody takes it for a left-over.
    this.#drafts.add(name);
    try {
      await mkdir(this.#root, { recursive: true, mode: 0o700 });
      await mkdir(draft, { mode: 0o700 });
      return draft;
    } catch (error) {
      this.#drafts.delete(name);
      throw toWriteFailure(error, this.#root);
    }
  }

  /** Out of sight at once, so that an interruption leaves no half generation under its name. */
  async #discard(place: string): Promise<void> {
    const aside = path.join(this.#root, `${DRAFT}${randomUUID()}`);
    await rename(place, aside).catch((error: unknown) => {
      // Removed already: nothing is left to do.
      if (codeOf(error) !== 'ENOENT') throw toWriteFailure(error, place);
    });
    await rm(aside, { recursive: true, force: true });
  }
}

/** Files that somebody else put there are not the store's to remove. */
function isOurs(name: string): boolean {
  return isGeneration(name) || name.startsWith(DRAFT);
}

/** Files that were copied before and after a change do not belong together. */
async function requireUnchanged(before: SourceListing): Promise<void> {
  const after = await listSourceFiles(before.root);
  if (after.fingerprint === before.fingerprint) return;
  const stamps = new Set(before.files.map(({ stamp }) => stamp));
  const paths = new Set(after.files.map((file) => file.path));
  const changed =
    after.files.find(({ stamp }) => !stamps.has(stamp)) ?? before.files.find((file) => !paths.has(file.path));
  throw new PlatformError('HF_STORE_SOURCE_CHANGED', { file: changed?.path ?? before.root });
}
