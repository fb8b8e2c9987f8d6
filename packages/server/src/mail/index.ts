export type { Mailer, MailMessage } from './mailer.ts';
export { createNoMailer, createSmtpMailer } from './smtp-mailer.ts';
