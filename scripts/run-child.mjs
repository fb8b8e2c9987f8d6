// Plain JavaScript without dependencies: it must run on Node 20.
import { spawn } from 'node:child_process';
import os from 'node:os';

/** npm and the terminal both deliver a Ctrl-C; within this time it is one. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program to its end with our terminal and returns its exit code.
 * It gets a process group of its own, so that a Ctrl-C reaches it once, from here: the terminal signals the
 * whole foreground group and npm passes the signal on as well, and a second one means "stop at once".
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', detached: true, ...options });
    const stopForwarding = forwardSignals((signal) => child.kill(signal));
    child.on('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

/** Passes each signal on once; returns the function that ends it. */
function forwardSignals(send) {
  let last = 0;
  const listener = (signal) => {
    const now = Date.now();
    if (now - last < SAME_SIGNAL_MS) return;
    last = now;
    send(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
