import { type DestinationStream, type Logger, pino } from 'pino';
import type { Settings } from '../system/index.ts';

/** Structured lines, on standard output unless another destination is given; what could hold a secret is cut out, whoever logs it. */
export function createLog(level: Settings['log_level'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.password', '*.secret', '*.token', '*.headers.authorization', '*.headers.cookie'],
  };
  return destination ? pino(options, destination) : pino(options);
}

export function createSilentLog(): Logger {
  return pino({ level: 'silent' });
}
