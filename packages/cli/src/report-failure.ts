import { ApiError } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { CommanderError } from 'commander';
import { USAGE_ERROR } from './create-program.ts';

/** Prints a failure as one clear sentence with a hint. @returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
  if (error instanceof PlatformError || error instanceof ApiError) {
    console.error(`${error.message}\n${error.hint}`);
    return 1;
  }
  console.error(error);
  return 1;
}
