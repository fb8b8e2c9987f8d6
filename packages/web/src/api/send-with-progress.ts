import { ApiError } from '@honeyframe/contract/api';

export interface SendOptions {
  readonly method: string;
  readonly path: string;
  readonly file: File;
  readonly contentType: string;
  /** From 0 to 1 of the file. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends one file as it is. `fetch` does not say how far it got; this does. @returns the answer. Throws {@link ApiError}. */
export function sendWithProgress(options: SendOptions): Promise<Record<string, unknown>> {
  const { method, path, file, contentType, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader('content-type', contentType);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body = readBody(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(new ApiError(request.status, body));
    };
    request.onerror = () =>
      reject(new ApiError(0, { message: `“${file.name}” could not be sent: the server cannot be reached.` }));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function readBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
