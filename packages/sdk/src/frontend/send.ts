import { ApiError, type Send } from '@honeyframe/contract/api';

/** Fired on `window` when the server no longer knows the session; the shell shows the sign-in page. */
export const SESSION_ENDED = 'honeyframe:session-ended';

/** Performs one call as the signed-in person. Throws {@link ApiError} with status 0 when the server cannot be reached. */
export const send: Send = async (path, init) => {
  const response = await reach(path, { credentials: 'same-origin', ...init });
  if (response.status === 401) window.dispatchEvent(new Event(SESSION_ENDED));
  return response;
};

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, {
      code: 'HF_CORE_UNREACHABLE',
      message: 'The server cannot be reached.',
      hint: 'Check your connection and try again.',
    });
  }
}
