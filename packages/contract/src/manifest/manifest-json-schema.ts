import { z } from 'zod';
import { manifestInputSchema } from './manifest-schema.ts';

/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The manifest's fields as JSON Schema (draft 2020-12), for editors. It knows each field by itself; what fields mean
 * to each other only `parseManifest` checks.
 */
export function manifestJsonSchema(): JsonSchema {
  return z.toJSONSchema(manifestInputSchema, { io: 'input' });
}
