import {
  type Bundle,
  blockContributionSchema,
  createDiagnostic,
  type Diagnostic,
  pageContributionSchema,
} from '@honeyframe/contract';
import { z } from 'zod';
import type { FrontendSource } from './plugin-frontend.ts';

const definitionSchema = z.object({ pages: z.array(z.unknown()), blocks: z.array(z.unknown()) });

/** Checks what the plugin's own code declared; every wrong page and block is named. */
export function parseDefinition(
  definition: unknown,
  source: FrontendSource,
): Pick<Bundle, 'pages' | 'blocks'> | { diagnostics: Diagnostic[] } {
  const { pages, blocks } = definitionSchema.parse(definition);
  const diagnostics: Diagnostic[] = [];
  const parsed = {
    pages: pages.flatMap((page, index) => collect(pageContributionSchema, page, `page ${index + 1}`)),
    blocks: blocks.flatMap((block, index) => collect(blockContributionSchema, block, `block ${index + 1}`)),
  };
  return diagnostics.length > 0 ? { diagnostics } : parsed;

  function collect<T>(schema: z.ZodType<T>, value: unknown, what: string): T[] {
    const result = schema.safeParse(value);
    if (result.success) return [result.data];
    const place = { plugin: source.slug, file: source.entry };
    const context = {
      entry: source.entry,
      what: describeItem(what, value),
      reason: describeIssues(result.error),
    };
    diagnostics.push(createDiagnostic('HF_FRONTEND_DEFINITION_INVALID', place, context));
    return [];
  }
}

/** `page 2 ('/patients')`: the place in the list, and the name if it has one. */
function describeItem(what: string, value: unknown): string {
  const { path, type } = value as { path?: unknown; type?: unknown };
  const name = path ?? type;
  return typeof name === 'string' ? `${what} ('${name.slice(0, 100)}')` : what;
}

function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; ');
}
