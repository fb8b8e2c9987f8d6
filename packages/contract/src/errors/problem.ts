/** Severity of a diagnostic. Only errors keep a plugin from loading. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One entry of the catalogue: a text is written here once, and the reference page is generated from it.
 * `message` and `hint` may name values of the context in braces: `"Permission '{permission}' is missing."`.
 */
export interface Problem {
  /** HTTP status when it is thrown at a request; 500 where it is left out. */
  readonly status?: number;
  /** Severity when it is collected as a diagnostic; `error` where it is left out. */
  readonly severity?: Severity;
  readonly message: string;
  /** What to do next; begins with a verb. */
  readonly hint: string;
}

/** Checks the entries of one area without widening their codes. */
export function defineProblems<const T extends Record<`HF_${string}`, Problem>>(problems: T): T {
  return problems;
}
