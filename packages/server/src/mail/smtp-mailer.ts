import { PlatformError } from '@honeyframe/contract';
import type { Transporter } from 'nodemailer';
import type { Mailer } from './mailer.ts';

// Somebody waits for the answer: a mail server that does not speak must not keep them for nodemailer's two minutes.
const timeouts = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

/** By SMTP. The address may carry a password (`smtps://user:password@mail.example.org`), which no message repeats. */
export function createSmtpMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  let transport: Promise<Transporter> | undefined;
  return {
    enabled: true,
    send: async (message) => {
      try {
        transport ??= openTransport(url, from);
        await (await transport).sendMail(message);
      } catch (error) {
        // Without the cause: what the server answered may repeat what it was sent.
        throw new PlatformError('HF_MAIL_FAILED', { reason: describe(error) });
      }
    },
    close: () => void transport?.then((opened) => opened.close()),
  };
}

/** Loaded with the first message: it takes 6 MB, and few platforms send many. */
async function openTransport(url: string, from: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport(
    // Messages are made of text only; whatever one names, no file is read and no address opened for it.
    { url, ...timeouts, disableFileAccess: true, disableUrlAccess: true },
    { from },
  );
}

export function createNoMailer(): Mailer {
  return {
    enabled: false,
    send: async () => {
      throw new PlatformError('HF_MAIL_FAILED', { reason: 'no mail server is set up' });
    },
    close: () => {},
  };
}

const reasons: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused the sign-in',
  ECONNECTION: 'the mail server cannot be reached',
  ESOCKET: 'the mail server cannot be reached',
  EDNS: 'the mail server cannot be found',
  ETIMEDOUT: 'the mail server does not answer',
  ETLS: 'the connection to the mail server cannot be encrypted',
  EENVELOPE: 'the mail server refused the address',
  EMESSAGE: 'the mail server refused the message',
};

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const answer =
    error instanceof Error && 'responseCode' in error ? ` with ${String(error.responseCode)}` : '';
  return `${reasons[code] ?? 'the mail server failed'}${answer} (${code})`;
}
