import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Finding, ok, problem } from './finding.ts';

/** Whether a start could listen where it is told to. */
export async function checkPort(env: NodeJS.ProcessEnv): Promise<Finding> {
  const host = env.HOST?.trim() || '127.0.0.1';
  const port = Number(env.PORT?.trim() || 8001);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return problem('port', `PORT is '${env.PORT}'`, 'Choose a whole number from 0 to 65535.');
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return ok('port', `${host}:${port} is free`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(
      'port',
      `${host}:${port} cannot be used: ${reason}`,
      'Stop the program that uses it, or choose others with HOST and PORT.',
    );
  } finally {
    server.close();
  }
}
