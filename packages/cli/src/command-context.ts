/** What a command may touch of the world; a test hands over its own. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Results: what a script reads. */
  print(line: string): void;
  /** Progress and remarks: what only a person reads. */
  note(line: string): void;
}

/** The terminal or pipe that the process was started with. */
export function createProcessContext(): CommandContext {
  return {
    env: process.env,
    cwd: process.cwd(),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** Thrown after a command has said itself what is wrong: ends with exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
