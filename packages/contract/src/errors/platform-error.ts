import { z } from 'zod';
import { findProblem, type ProblemCode } from './catalogue/index.ts';
import { type ProblemContext, renderText } from './render.ts';

/** What a failed request gets as its JSON body. */
export const errorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  context: z.record(z.string(), z.unknown()).optional(),
  request_id: z.string().optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Says that this operation cannot go on. Thrown; diagnostics, in contrast, are collected. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: ProblemCode;
  readonly hint: string;
  readonly status: number;
  readonly context: ProblemContext;

  constructor(code: ProblemCode, context: ProblemContext = {}, options?: ErrorOptions) {
    const problem = findProblem(code);
    super(renderText(problem.message, context), options);
    this.code = code;
    this.hint = renderText(problem.hint, context);
    this.status = problem.status ?? 500;
    this.context = context;
  }

  /** The body sent to the caller; the cause stays on the server. */
  toBody(): ErrorBody {
    return { code: this.code, message: this.message, hint: this.hint, context: { ...this.context } };
  }
}
