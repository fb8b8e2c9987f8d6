import type { Bundle, Diagnostic } from '@honeyframe/contract';
import { z } from 'zod';

/** Work for the builder process. Folders are absolute. */
export const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shell'), config_file: z.string(), out_dir: z.string() }),
  z.object({
    kind: z.literal('plugin'),
    slug: z.string(),
    /** The plugin's root. */
    root: z.string(),
    /** The folder under it that holds the frontend, relative: `frontend`; `.` for the root itself. */
    folder: z.string(),
    /** Relative to the root. */
    entry: z.string(),
    out_dir: z.string(),
    /** A folder of files built elsewhere, with the names of its entry and style sheets. */
    prebuilt: z
      .object({
        folder: z.string(),
        entry: z.string(),
        styles: z.array(z.string()),
        files: z.array(z.string()),
      })
      .optional(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;
export type ShellJob = Extract<Job, { kind: 'shell' }>;
export type PluginJob = Extract<Job, { kind: 'plugin' }>;

/** What a build of the shell made; file names are relative to its folder. */
export const shellOutputSchema = z.object({
  entry: z.string(),
  styles: z.array(z.string()),
  /** The file that stands for each shared module. */
  shared: z.record(z.string(), z.string()),
  /** Names that each shared module exports. */
  exports: z.record(z.string(), z.array(z.string())),
  /** What the entry needs before it can run. */
  preload: z.array(z.string()),
  /** Bytes of each script and style sheet. */
  sizes: z.record(z.string(), z.object({ bytes: z.number(), gzip: z.number() })),
});
export type ShellOutput = z.infer<typeof shellOutputSchema>;

/** A built frontend whose definition is not checked yet: it was read from the plugin's own code. */
export interface PluginOutput extends Omit<Bundle, 'pages' | 'blocks'> {
  readonly definition: unknown;
}

/** One answer per job, after any number of progress lines. */
export type Reply =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'shell'; readonly output: ShellOutput }
  | { readonly kind: 'plugin'; readonly output: PluginOutput }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly reason: string };
