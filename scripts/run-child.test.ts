import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';

const script = path.join(import.meta.dirname, 'node.mjs');

function run(program: string) {
  const child = spawn(process.execPath, [script, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, ended: once(child, 'exit') };
}

it('ends with the exit code of the program', async () => {
  const { ended } = run('process.exit(7)');
  expect(await ended).toEqual([7, null]);
});

it('ends with the code that a shell gives a program killed by a signal', async () => {
  const { ended } = run("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)");
  expect(await ended).toEqual([143, null]);
});

it('passes a Ctrl-C on once, though npm and the terminal both send it', async () => {
  const program = `let count = 0;
    process.on('SIGINT', () => { count += 1; console.log(count); });
    process.on('SIGTERM', () => process.exit(count));
    setInterval(() => {}, 1000); console.log('ready');`;
  const { child, ended } = run(program);
  await once(child.stdout, 'data');
  const counted = once(child.stdout, 'data');
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(String((await counted)[0]).trim()).toBe('1');
  // Another signal than the last one is passed on at once.
  child.kill('SIGTERM');
  expect(await ended).toEqual([1, null]);
});
