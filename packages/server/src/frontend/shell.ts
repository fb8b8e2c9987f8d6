import { z } from 'zod';
import { shellOutputSchema } from './builder/job.ts';

/** `shell.json`: a built shell. File names are relative to `folder`. */
export const shellSchema = shellOutputSchema.extend({
  hash: z.string(),
  folder: z.string(),
  /** The page's HTML with the places that `renderIndexPage` fills. */
  template: z.string(),
});
export type Shell = z.infer<typeof shellSchema>;

/** Where the browser finds a file of the shell. */
export function shellAddress(shell: Shell, file: string): string {
  return `/assets/shell/${shell.hash}/${file}`;
}
