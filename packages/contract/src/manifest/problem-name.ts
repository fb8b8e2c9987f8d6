import type { ProblemCode } from '../errors/index.ts';

/**
 * The schema's checks carry a code of the catalogue instead of a text, so that a text is written once.
 * This function only makes the compiler check that the code exists.
 */
export function problem(code: ProblemCode): ProblemCode {
  return code;
}
