import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { PlatformError } from '@honeyframe/contract';
import type { SentFile } from '../registry/connector.ts';
import { writeBody } from './write-body.ts';

export interface UploadLimits {
  /** Uploads that one organisation may have open. */
  readonly open: number;
  /** Of all files of one upload. */
  readonly bytes: number;
  readonly lifetimeMs: number;
}

/** Who an upload belongs to; nobody else can add to it or import it. */
export interface UploadOwner {
  readonly orgId: string;
  readonly userId: string;
}

interface Upload extends UploadOwner {
  readonly folder: string;
  readonly timer: NodeJS.Timeout;
}

export const defaultLimits: UploadLimits = {
  open: 20,
  bytes: 4 * 1024 ** 3,
  lifetimeMs: 60 * 60_000,
};

/** Places for the files of imports that have not run yet. Known to this process only: a restart forgets them. */
export class Uploads {
  readonly #folder: string;
  readonly #limits: UploadLimits;
  readonly #uploads = new Map<string, Upload>();

  constructor(folder: string, limits: UploadLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Removes what an earlier process left. */
  async sweep(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
  }

  async create(owner: UploadOwner): Promise<string> {
    const open = [...this.#uploads.values()].filter((upload) => upload.orgId === owner.orgId);
    const { open: limit, lifetimeMs } = this.#limits;
    if (open.length >= limit) throw new PlatformError('HF_CONNECTOR_TOO_MANY_UPLOADS', { limit });
    const id = randomUUID();
    const folder = path.join(this.#folder, id);
    const timer = setTimeout(() => void this.#forget(id), lifetimeMs).unref();
    // Counted before the folder exists, so that many at once cannot pass the limit together.
    this.#uploads.set(id, { ...owner, folder, timer });
    await mkdir(folder, { mode: 0o700 });
    return id;
  }

  /** Stores one file; an earlier one of that name is replaced when the new one has arrived whole. Returns its bytes. */
  async put(owner: UploadOwner, id: string, name: string, body: Readable): Promise<number> {
    const { folder } = this.#find(owner, id);
    const target = path.join(folder, path.basename(name));
    const partial = `${target}.${randomUUID()}.part`;
    const left = this.#limits.bytes - (await measure(folder));
    try {
      const createError = () => this.#tooLarge(name);
      const bytes = await writeBody({ file: partial, body, limit: left, createError });
      await rename(partial, target);
      return bytes;
    } catch (error) {
      await rm(partial, { force: true });
      if (error instanceof PlatformError || !isInterruption(error)) throw error;
      throw new PlatformError('HF_CONNECTOR_UPLOAD_INTERRUPTED', { file: name }, { cause: error });
    }
  }

  async list(owner: UploadOwner, id: string): Promise<SentFile[]> {
    const { folder } = this.#find(owner, id);
    const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.csv'));
    return names.sort().map((name) => ({ name, path: path.join(folder, name) }));
  }

  async delete(owner: UploadOwner, id: string): Promise<void> {
    this.#find(owner, id);
    await this.#forget(id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#uploads.keys()].map((id) => this.#forget(id)));
  }

  #find(owner: UploadOwner, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.orgId === owner.orgId && upload.userId === owner.userId) return upload;
    throw new PlatformError('HF_CONNECTOR_UPLOAD_UNKNOWN', { upload_id: id });
  }

  async #forget(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    if (!upload) return;
    clearTimeout(upload.timer);
    this.#uploads.delete(id);
    await rm(upload.folder, { recursive: true, force: true });
  }

  #tooLarge(file: string): PlatformError {
    const limit = `${Math.floor(this.#limits.bytes / 1024 / 1024)} MB`;
    return new PlatformError('HF_CONNECTOR_UPLOAD_TOO_LARGE', { file, limit });
  }
}

async function measure(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The sender went away in the middle. */
function isInterruption(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR';
}
