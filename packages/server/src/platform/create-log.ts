import { type Logger, pino } from 'pino';
import type { Settings } from '../system/index.ts';

/** Structured lines on standard output; what could hold a secret is cut out, whoever logs it. */
export function createLog(level: Settings['log_level']): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.password', '*.secret', '*.token', '*.headers.authorization', '*.headers.cookie'],
  });
}

export function createSilentLog(): Logger {
  return pino({ level: 'silent' });
}
