import { z } from 'zod';
import { findProblem, type ProblemCode } from '../errors/catalogue/index.ts';
import { type ProblemContext, renderText } from '../errors/render.ts';

/** A fact about someone's input, collected rather than thrown. Lines and columns count from 1. */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  plugin: z.string(),
  file: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** Where in whose input. Without a line the diagnostic speaks of the whole file. */
export interface DiagnosticPlace {
  readonly plugin: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Makes a diagnostic from the catalogue's text. */
export function createDiagnostic(
  code: ProblemCode,
  place: DiagnosticPlace,
  context: ProblemContext = {},
): Diagnostic {
  const problem = findProblem(code);
  return {
    severity: problem.severity ?? 'error',
    code,
    message: renderText(problem.message, context),
    hint: renderText(problem.hint, context),
    plugin: place.plugin,
    file: place.file,
    line: place.line ?? 1,
    column: place.column ?? 1,
  };
}
