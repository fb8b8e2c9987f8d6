import type { Readable } from 'node:stream';
import type { DbtOutcome } from '../dbt-runner.ts';

/** dbt while it runs, however it was started. */
export interface DbtProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly pid: number | undefined;
  /** Resolves when neither it nor anything of its process group is left. Rejects when it could not be started. */
  readonly exited: Promise<DbtExit>;
  /** To its process group; nothing happens when it is over. */
  signal(signal: 'SIGINT' | 'SIGKILL'): void;
}

export type DbtExit = Pick<DbtOutcome, 'exit_code' | 'exit_signal'>;
