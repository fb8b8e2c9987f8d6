/** A copy of a plugin's folder as it was at one moment, named by its content. */
export interface StoredGeneration {
  /** SHA-256 in hexadecimal over names, executable bits and contents. */
  readonly generation: string;
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
}

export interface StoredArchive extends StoredGeneration {
  /** The name of the manifest in `folder`; `plugin.yaml` unless the package.json names it otherwise. */
  readonly manifest: string;
}

/** Content-addressed copies of plugin folders below `<DATA_DIR>/store`. */
export interface PluginStore {
  /** Copies a folder in, whole or not at all; the same content twice is one copy. Throws HF_STORE_*. */
  add(folder: string): Promise<StoredGeneration>;
  /**
   * Unpacks a `.tgz` (as `npm pack` lays it out: one folder at the top; or with plugin.yaml at the top) and adds its
   * content. `checksum` is SHA-256 in hexadecimal, or npm's `sha512-…`. Throws HF_ARCHIVE_* or HF_STORE_*; then nothing is kept.
   */
  addArchive(file: string, options?: { readonly checksum?: string }): Promise<StoredArchive>;
  /**
   * What `add` would name this folder. Writes no generation, and for content that is not in the store nothing at all;
   * quick when nothing changed since the last time.
   */
  identify(folder: string): Promise<string>;
  /** Absolute folder of a generation, whether it is there or not. */
  folder(generation: string): string;
  has(generation: string): Promise<boolean>;
  remove(generation: string): Promise<void>;
  /**
   * Removes generations that are not in `keep` and left-overs of interrupted copies; copies of this process that are
   * under way stay. Whoever calls it must not let a step begin meanwhile whose new generation `keep` cannot know yet.
   * @returns the names below `<DATA_DIR>/store` that were removed.
   */
  collect(keep: ReadonlySet<string>): Promise<string[]>;
}
