// Plain JavaScript without dependencies: it must run on Node 20.

const interactive = Boolean(process.stdout.isTTY);
const NAME_WIDTH = 14;

/** A problem that is told in one sentence, without a stack. */
export class SetupError extends Error {}

/** Runs one step of the set-up and prints one line about it: name, time, and what the step returns. */
export async function runStep(name, work) {
  const started = Date.now();
  const elapsed = () => `${((Date.now() - started) / 1000).toFixed(1)} s`.padStart(8);
  const show = (mark, text) => `  ${mark} ${name.padEnd(NAME_WIDTH)}${elapsed()}  ${text}`;
  const update = (text) => {
    if (interactive) process.stdout.write(`\r\x1b[2K${show('·', text)}`);
  };
  const clock = setInterval(() => update('…'), 500);
  try {
    const text = (await work()) ?? '';
    process.stdout.write(`${interactive ? '\r\x1b[2K' : ''}${show('✓', text)}\n`);
  } catch (error) {
    process.stdout.write(`${interactive ? '\r\x1b[2K' : ''}${show('✗', '')}\n`);
    throw error;
  } finally {
    clearInterval(clock);
  }
}

/** Runs a script to its exit code; a SetupError is printed as its sentence. */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
