import { ApiError } from '@honeyframe/contract/api';

export interface ErrorDescription {
  readonly message: string;
  readonly hint: string;
  /** For whoever is asked for help: code, request id, or the stack of a broken page. */
  readonly details: string;
}

/** Turns anything that was thrown into words for the reader. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiError) return describeApiError(error);
  if (error instanceof Error) {
    const cause = error.cause instanceof Error ? error.cause : error;
    return {
      message: error.message || 'Something went wrong.',
      hint: '',
      details: cause.stack ?? cause.message,
    };
  }
  return { message: 'Something went wrong.', hint: '', details: String(error) };
}

function describeApiError(error: ApiError): ErrorDescription {
  const details = [
    `Code: ${error.code}`,
    error.status > 0 ? `Status: ${error.status}` : undefined,
    error.request_id ? `Request: ${error.request_id}` : undefined,
  ];
  return { message: error.message, hint: error.hint, details: details.filter(Boolean).join('\n') };
}
