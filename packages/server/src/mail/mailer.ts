export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export interface Mailer {
  /** False where the operator set no mail server up: then nothing is sent. */
  readonly enabled: boolean;
  /** Resolves when a server has taken the message. Throws HF_MAIL_FAILED. */
  send(message: MailMessage): Promise<void>;
  close(): void;
}
