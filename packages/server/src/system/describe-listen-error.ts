import { PlatformError } from '@honeyframe/contract/errors';

/** Turns what `listen()` rejected with into one clear sentence. */
export function describeListenError(
  cause: unknown,
  { host, port }: { host: string; port: number },
): PlatformError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EADDRINUSE') return new PlatformError('HF_SYSTEM_PORT_IN_USE', { host, port }, { cause });
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new PlatformError('HF_SYSTEM_LISTEN_FAILED', { host, port, reason }, { cause });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use that port',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'no machine has that name',
};
