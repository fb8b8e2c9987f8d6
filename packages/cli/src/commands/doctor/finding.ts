/** One line of the doctor's report. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'problem';
  /** What was looked at, in one word. */
  readonly check: string;
  readonly message: string;
  /** What to do, beginning with a verb; empty when all is well. */
  readonly hint: string;
}

export function ok(check: string, message: string): Finding {
  return { level: 'ok', check, message, hint: '' };
}

export function warn(check: string, message: string, hint: string): Finding {
  return { level: 'warn', check, message, hint };
}

export function problem(check: string, message: string, hint: string): Finding {
  return { level: 'problem', check, message, hint };
}
