// Plain JavaScript without dependencies: it must run on Node 20.
import { spawn } from 'node:child_process';
import os from 'node:os';

/** npm and the terminal both deliver a Ctrl-C; within this time it is one. */
const SAME_SIGNAL_MS = 500;

/** How often an npm that is gone is noticed. */
const PARENT_CHECK_MS = 500;

/**
 * Runs a program to its end with our terminal and returns its exit code.
 * It gets a process group of its own, so that a Ctrl-C reaches it once, from here: the terminal signals the
 * whole foreground group and npm passes the signal on as well, and a second one means "stop at once".
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', detached: true, ...options });
    const stopForwarding = forwardSignals((signal) => child.kill(signal));
    const stopWatching = watchParent(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      stopForwarding();
      stopWatching();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stopForwarding();
      stopWatching();
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

/** Passes each signal on once; returns the function that ends it. */
function forwardSignals(send) {
  let last = { signal: undefined, time: 0 };
  const listener = (signal) => {
    const time = Date.now();
    if (signal === last.signal && time - last.time < SAME_SIGNAL_MS) return;
    last = { signal, time };
    send(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** The shell that npm puts between does not pass a SIGTERM on: it dies, and its child gets another parent. */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
