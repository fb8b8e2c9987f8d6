import { buildPath, connectorsApi } from '@honeyframe/contract/api';
import { sendWithProgress } from '../../api/send-with-progress.ts';

/** Sends one file into an upload. */
export async function sendFile(
  upload_id: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { method, path } = connectorsApi.putFile;
  await sendWithProgress({
    method,
    path: buildPath(path, { params: { upload_id, file: file.name } }),
    file,
    contentType: 'application/octet-stream',
    onProgress,
    signal,
  });
}
