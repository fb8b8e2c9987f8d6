import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly text: string;
}

export interface TestSmtpServer {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** Refuses every recipient from now on, or none. */
  refuseAll(refuse: boolean): void;
}

export interface TestSmtpServerOptions {
  readonly user?: string;
  readonly password?: string;
  /** A recipient that gets a 550. */
  readonly refused?: string;
}

/** A mail server on loopback that keeps what it is sent, stopped with the test. */
export async function startTestSmtpServer(options: TestSmtpServerOptions = {}): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = [];
  let refusesAll = false;
  const server = new SMTPServer({
    // A certificate of its own would be one more thing to make for each run.
    disabledCommands: options.user === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: options.user === undefined,
    onAuth: ({ username, password }, _session, callback) => {
      const right = username === options.user && password === options.password;
      if (right) callback(null, { user: username });
      else callback(new Error(`${password} is wrong`));
    },
    onRcptTo: ({ address }, _session, callback) => {
      const refused = refusesAll || address === options.refused;
      callback(refused ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : undefined);
    },
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push({ from, to, text: Buffer.concat(chunks).toString() });
        callback();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseAll: (refuse) => {
      refusesAll = refuse;
    },
  };
}
