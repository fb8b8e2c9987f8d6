/** What the server says when it ends or is not there yet, and what the machine says when nobody listens. */
const codes: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '08000', '08003', '08006'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE'],
]);
/** The driver has no code for these. */
const messages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/** Whether a statement failed because its database is gone, and would work once that is back. */
export function isDisconnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // A missing socket is a server that does not run; a missing file is something else.
  if (code === 'ENOENT') return syscall === 'connect';
  return (code !== undefined && codes.has(code)) || messages.test(error.message);
}
