import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { PlatformError } from '@honeyframe/contract';
import { expect, it, onTestFinished } from 'vitest';
import { createSmtpMailer } from './smtp-mailer.ts';
import { startTestSmtpServer } from './smtp-server.fixture.ts';

const message = {
  to: 'ada@example.org',
  subject: 'Hello',
  text: 'A first line.\n\nhttps://data.example.org/x',
};
const from = 'Honeyframe <data@example.org>';

function openMailer(url: string) {
  const mailer = createSmtpMailer({ url, from });
  onTestFinished(() => mailer.close());
  return mailer;
}

const failureOf = async (work: Promise<void>): Promise<PlatformError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error('It did not fail as it should.', { cause: error });
  return error;
};

it('hands the message to the server, from the address of the settings', async () => {
  const server = await startTestSmtpServer();
  await openMailer(server.url).send(message);
  const [received] = server.received;
  expect(received).toMatchObject({ from: 'data@example.org', to: ['ada@example.org'] });
  expect(received?.text).toContain('Subject: Hello');
  expect(received?.text).toContain('From: Honeyframe <data@example.org>');
  expect(received?.text).toContain('https://data.example.org/x');
});

it('signs in with what the address carries, and no failure repeats the password', async () => {
  const server = await startTestSmtpServer({ user: 'mailer', password: 'pass-word-1' });
  const url = (password: string) => server.url.replace('smtp://', `smtp://mailer:${password}@`);
  await openMailer(url('pass-word-1')).send(message);
  expect(server.received).toHaveLength(1);

  const error = await failureOf(openMailer(url('wrong-secret')).send(message));
  expect(error.code).toBe('HF_MAIL_FAILED');
  expect(error.message).toContain('refused the sign-in');
  expect(error.message + JSON.stringify(error.context) + String(error.cause)).not.toContain('wrong-secret');
});

it('says that a recipient was refused, and that there is no server', async () => {
  const server = await startTestSmtpServer({ refused: 'ada@example.org' });
  const refused = await failureOf(openMailer(server.url).send(message));
  expect(refused.message).toContain('refused the address with 550');

  const unused = createServer();
  unused.listen(0, '127.0.0.1');
  await once(unused, 'listening');
  const { port } = unused.address() as AddressInfo;
  unused.close();
  await once(unused, 'close');
  const unreachable = await failureOf(openMailer(`smtp://127.0.0.1:${port}`).send(message));
  expect(unreachable.message).toContain('cannot be reached');
});
