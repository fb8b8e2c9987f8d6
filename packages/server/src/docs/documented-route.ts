import type { z } from 'zod';

/** One route, of the platform or of a plugin, as the documents show it. */
export interface DocumentedRoute {
  /** `platform` or the plugin's slug. */
  readonly owner: string;
  readonly method: string;
  /** As Fastify writes it: `/api/healthcare/patients/:id`. */
  readonly path: string;
  readonly summary: string;
  /** What it asks for, in words: a permission, `signed in`, `nobody in particular`. */
  readonly permission: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly output?: z.ZodType;
}
