import type { ImportResult } from '@honeyframe/contract/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { connectorsClient } from '../../api/clients.ts';
import { sendFile } from './send-files.ts';

export interface ImportOrder {
  readonly schema: string;
  readonly files: readonly File[];
  readonly build: boolean;
}

export interface ImportProgress {
  readonly phase: 'sending' | 'loading';
  /** 0 to 1 of all bytes. */
  readonly share: number;
}

/** Sends files one after the other, then has them loaded; can be stopped while they are being sent. */
export function useImport() {
  const client = useQueryClient();
  const [progress, setProgress] = useState<ImportProgress>({ phase: 'sending', share: 0 });
  const stop = useRef(new AbortController());
  const mutation = useMutation({
    mutationFn: async ({ schema, files, build }: ImportOrder): Promise<ImportResult> => {
      stop.current = new AbortController();
      const { upload_id } = await connectorsClient.createUpload();
      await sendAll(
        upload_id,
        files,
        (share) => setProgress({ phase: 'sending', share }),
        stop.current.signal,
      );
      setProgress({ phase: 'loading', share: 1 });
      return connectorsClient.importUpload({ body: { connector: 'csv', schema, upload_id, build } });
    },
    onSettled: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'connectors' || queryKey[0] === 'dbt',
      }),
  });
  return { mutation, progress, stop: () => stop.current.abort() };
}

async function sendAll(
  upload_id: string,
  files: readonly File[],
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0) || 1;
  let sent = 0;
  try {
    for (const file of files) {
      await sendFile(upload_id, file, (share) => onShare((sent + share * file.size) / total), signal);
      sent += file.size;
    }
  } catch (error) {
    await connectorsClient.deleteUpload({ params: { upload_id } }).catch(() => undefined);
    throw error;
  }
}
