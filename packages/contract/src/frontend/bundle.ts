import { z } from 'zod';

/** `/`, `/patients`, `/patients/:id`, `/files/*`: what the router of the shell understands below a plugin. */
const PAGE_PATH = /^\/(?:(?::?[A-Za-z0-9_][\w.~-]*)(?:\/:?[A-Za-z0-9_][\w.~-]*)*(?:\/\*)?|\*)?$/;
const BLOCK_TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const titleSchema = z.string().trim().min(1, 'the title is empty').max(120, 'the title is over 120 letters');

/** What a page of a plugin tells the server; its component stays in the browser. */
export const pageContributionSchema = z.object({
  /** Relative to `/plugins/<slug>`; may hold `:name` parameters. */
  path: z
    .string()
    .max(200)
    .regex(PAGE_PATH, "a path begins with '/' and has plain or ':name' parts between slashes"),
  title: titleSchema,
  /** Left out: open to holders of at least one of the plugin's permissions. */
  permission: z.string().min(1).optional(),
});
export type PageContribution = z.infer<typeof pageContributionSchema>;

/** What a block of the dashboard tells the server. */
export const blockContributionSchema = z.object({
  type: z.string().max(80).regex(BLOCK_TYPE, 'a type is lower case with hyphens'),
  title: titleSchema,
  permission: z.string().min(1).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  /** Columns of 12, rows of 80 px. */
  default_placement: z
    .object({ w: z.number().int().min(1).max(12), h: z.number().int().min(1).max(20) })
    .optional(),
});
export type BlockContribution = z.infer<typeof blockContributionSchema>;

/** A file's name inside a bundle: no absolute path, no `..`, nothing hidden. */
export const bundleFileSchema = z
  .string()
  .max(300)
  .regex(/^(?:[\w@~+-][\w@~+.-]*\/)*[\w@~+-][\w@~+.-]*$/, 'is not a plain relative path');

/** `bundle.json` of a built frontend: what was built, and what the server must know of it. */
export const bundleSchema = z.object({
  entry: bundleFileSchema,
  /** Style sheets that belong to the entry itself; those of lazy pages come along with their pages. */
  styles: z.array(bundleFileSchema),
  /** SHA-256 of each file, in hexadecimal. */
  files: z.record(bundleFileSchema, z.string().regex(/^[0-9a-f]{64}$/)),
  /** Names that the bundle takes from each shared module. */
  imports: z.record(z.string(), z.array(z.string())),
  pages: z.array(pageContributionSchema),
  blocks: z.array(blockContributionSchema),
});
export type Bundle = z.infer<typeof bundleSchema>;
