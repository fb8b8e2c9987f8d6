import { z } from 'zod';

/** Raised when an older platform could no longer read what a newer one writes. */
export const BACKUP_FORMAT = 1;

/** The first entry of a backup: what it is, so that a wrong or newer one is refused before anything happens. */
export const ABOUT_ENTRY = 'backup.json';
/** The last entry: what must have come before it. A backup without it was broken off. */
export const CONTENTS_ENTRY = 'contents.json';

const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  /** In the order of the values in each row; generated columns are left out. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});
export type BackupTable = z.infer<typeof tableSchema>;

const sequenceSchema = z.object({
  schema: z.string(),
  name: z.string(),
  last_value: z.string(),
  is_called: z.boolean(),
});
export type BackupSequence = z.infer<typeof sequenceSchema>;

export const aboutSchema = z.object({
  format: z.number().int(),
  platform_version: z.string(),
  created_at: z.string(),
  /** Of the platform's own tables. */
  migrations: z.array(z.string()),
  /** Tells two secret keys apart without giving either away. */
  key_id: z.string(),
  tables: z.array(tableSchema),
  sequences: z.array(sequenceSchema),
});
export type BackupAbout = z.infer<typeof aboutSchema>;

const partSchema = z.object({
  path: z.string(),
  bytes: z.number().int().min(0),
  sha256: z.string(),
  /** Of a part with rows: how many, and of which of the tables. */
  rows: z.number().int().optional(),
  table: z.number().int().optional(),
});
export type BackupPart = z.infer<typeof partSchema>;

export const contentsSchema = z.object({
  parts: z.array(partSchema),
  /** Links and the like of plugin folders, which a backup does not carry. */
  skipped: z.array(z.string()),
});
export type BackupContents = z.infer<typeof contentsSchema>;
