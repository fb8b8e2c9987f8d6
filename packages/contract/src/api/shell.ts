import { z } from 'zod';
import { sessionSchema } from './auth.ts';
import { defineApi } from './endpoint.ts';

export const navEntrySchema = z.object({
  label: z.string(),
  /** Address in the shell: `/plugins/healthcare/patients`, or a page of the platform. */
  href: z.string(),
  /** Lucide name. */
  icon: z.string(),
});
export type NavEntry = z.infer<typeof navEntrySchema>;

export const navSectionSchema = z.object({
  key: z.string(),
  label: z.string(),
  entries: z.array(navEntrySchema),
});
export type NavSection = z.infer<typeof navSectionSchema>;

/** Why a page is closed to the caller, and who can open it. */
export const pageAccessSchema = z.object({
  allowed: z.boolean(),
  missing: z.array(z.string()),
  /** What each missing permission allows, of those that say so. */
  descriptions: z.record(z.string(), z.string()),
  /** Display names of the organisation's administrators. */
  granted_by: z.array(z.string()),
});

export const shellPageSchema = z.object({
  /** Relative to /plugins/<slug>; may hold `:name` parameters. */
  path: z.string(),
  title: z.string(),
  access: pageAccessSchema,
});

/** One plugin's frontend, as the browser loads it. Hashes are in the file names, so every address is immutable. */
export const shellPluginSchema = z.object({
  slug: z.string(),
  display_name: z.string(),
  entry: z.string(),
  styles: z.array(z.string()),
  pages: z.array(shellPageSchema),
});
export type ShellPlugin = z.infer<typeof shellPluginSchema>;

export const shellSchema = z.object({
  session: sessionSchema,
  nav: z.array(navSectionSchema),
  /** Inner SVG markup of each icon that `nav` uses, by Lucide name: trusted, from the server's own icon set. */
  icons: z.record(z.string(), z.string()),
  plugins: z.array(shellPluginSchema),
  /** Plugins whose pages are about to be there: they are being started. */
  preparing: z.array(z.object({ slug: z.string(), display_name: z.string() })),
  permissions: z.array(z.string()),
});
export type Shell = z.infer<typeof shellSchema>;

export const shellApi = defineApi({
  shell: {
    method: 'GET',
    path: '/api/shell',
    access: 'member',
    summary: 'All the shell shows a caller: sidebar, pages and which of them are open.',
    output: shellSchema,
  },
});
