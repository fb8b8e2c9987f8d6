import type { LoadedSource, TableOrder } from '../../warehouse/index.ts';

/** Files that somebody sent, and the tables that plugins declared for the source. */
export interface ReadOptions {
  readonly orgId: string;
  /** The raw source to replace tables of. */
  readonly schema: string;
  readonly files: readonly SentFile[];
  readonly declared: readonly DeclaredTable[];
}

export interface SentFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** A table that a workspace expects in a raw source. */
export interface DeclaredTable {
  readonly table: string;
  readonly columns: TableOrder['columns'];
  /** The workspace's owner, for messages. */
  readonly declared_by: string;
}

/** A kind of data that can be brought into a raw source. Each lives in a folder of its own beside this one. */
export interface Connector {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** Publishes a new version of the source, or throws and leaves the current one as it is. */
  read(options: ReadOptions): Promise<LoadedSource>;
}
