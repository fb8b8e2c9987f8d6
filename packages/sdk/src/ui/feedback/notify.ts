import { notifications } from '@mantine/notifications';
import { describeError } from './describe-error.ts';

/** A short message at the corner of the window that something worked. */
export function notifySuccess(message: string): void {
  notifications.show({ message, color: 'accent', autoClose: 4000, withBorder: true });
}

/** A message at the corner of the window that something did not work, in the server's words. */
export function notifyError(error: unknown, title = 'That did not work'): void {
  const { message, hint } = describeError(error);
  const text = hint ? `${message} ${hint}` : message;
  notifications.show({ title, message: text, color: 'red', autoClose: 10_000, withBorder: true });
}
