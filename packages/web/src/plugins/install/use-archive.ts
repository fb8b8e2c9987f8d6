import { lifeCycleApi } from '@honeyframe/contract/api';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sendWithProgress } from '../../api/send-with-progress.ts';

/** Sends an archive; it is unpacked and checked, and installs nothing. */
export function useArchive() {
  const [share, setShare] = useState(0);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const mutation = useMutation({
    mutationFn: async (file: File) => {
      stop.current = new AbortController();
      setShare(0);
      const { method, path, output } = lifeCycleApi.upload;
      const answer = await sendWithProgress({
        method,
        path,
        file,
        contentType: 'application/gzip',
        onProgress: setShare,
        signal: stop.current.signal,
      });
      return output.parse(answer);
    },
  });
  return { ...mutation, share, stop: () => stop.current.abort() };
}
