import { describeError } from './describe-error.ts';
import { showToast } from './toast-store.ts';

/** A short message at the corner of the window that something worked. */
export function notifySuccess(message: string): void {
  showToast({ tone: 'good', title: '', text: message });
}

/** A message at the corner of the window that something did not work, in the server's words. */
export function notifyError(error: unknown, title = 'That did not work'): void {
  const { message, hint } = describeError(error);
  showToast({ tone: 'bad', title, text: hint ? `${message} ${hint}` : message });
}
