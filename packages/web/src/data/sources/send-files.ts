import { ApiError, buildPath, connectorsApi } from '@honeyframe/contract/api';

/** Sends one file as it is. `fetch` does not say how far it got; this does, from 0 to 1. */
export function sendFile(
  upload_id: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { method, path } = connectorsApi.putFile;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, buildPath(path, { params: { upload_id, file: file.name } }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new ApiError(request.status, readBody(request.responseText)));
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
