import { ApiError } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { CommanderError } from 'commander';
import { type CommandContext, CommandFailed } from './command-context.ts';

/** Exit code for a command line that makes no sense, as in the shell's own tools. */
export const USAGE_ERROR = 2;

/** What to answer a script that asked for JSON, and a person: one clear sentence with a hint. @returns the exit code. */
export function reportFailure(error: unknown, context: CommandContext, json: boolean): number {
  if (error instanceof CommandFailed) return error.exitCode;
  // Commander has printed it itself, and asks for help with exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
  const { code, message, hint } = describe(error);
  if (json) context.print(JSON.stringify({ ok: false, error: { code, message, hint } }, null, 2));
  else context.note(hint ? `${message}\n${hint}` : message);
  if (code === 'HF_CORE_INTERNAL' && context.env.HONEYFRAME_DEBUG) context.note(String(stackOf(error)));
  // dbt's own 1 says that a node failed.
  return code === 'HF_CLI_USAGE' || code.startsWith('HF_DBT_') ? USAGE_ERROR : 1;
}

function describe(error: unknown): { code: string; message: string; hint: string } {
  if (error instanceof PlatformError || error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'HF_CORE_INTERNAL', message, hint: 'Set HONEYFRAME_DEBUG=1 to see where it happened.' };
}

function stackOf(error: unknown): unknown {
  return error instanceof Error ? error.stack : error;
}
