import type { CommandContext } from '../command-context.ts';

export interface JsonOption {
  readonly json?: boolean;
}

/** With --json the result as one JSON document, else as text for people. */
export function printResult(
  context: CommandContext,
  { json }: JsonOption,
  result: unknown,
  toText: () => string,
): void {
  context.print(json ? JSON.stringify(result, null, 2) : toText());
}
