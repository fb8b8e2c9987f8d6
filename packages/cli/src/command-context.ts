import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** What a command may touch of the world; a test hands over its own. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Results: what a script reads. */
  print(line: string): void;
  /** Progress and remarks: what only a person reads. */
  note(line: string): void;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** The terminal or pipe that the process was started with. */
export function createProcessContext(): CommandContext {
  return {
    env: process.env,
    cwd: process.cwd(),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    ...(process.stdin.isTTY && process.stderr.isTTY && { confirm: confirmAtTerminal }),
  };
}

/** Anything but a clear yes is a no; so is the end of the input. */
async function confirmAtTerminal(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = once(lines, 'close').then(() => 'no');
    const answer = await Promise.race([lines.question(`${question} [y/N] `).catch(() => 'no'), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** Thrown after a command has said itself what is wrong. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number;

  constructor(exitCode = 1) {
    super();
    this.exitCode = exitCode;
  }
}
