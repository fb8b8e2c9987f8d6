import { ApiError } from '@honeyframe/contract/api';
import { QueryClient } from '@tanstack/react-query';

const RETRIES = 2;

// What is there in a moment. Tables that were not built yet are no such thing.
const starting: ReadonlySet<string> = new Set(['HF_CORE_NOT_READY', 'HF_PLUGIN_STARTING']);

/** Answers of the server, kept while they are fresh. A refusal is final; a server that cannot be reached is asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: shouldRetry, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

function shouldRetry(failures: number, error: Error): boolean {
  return (
    failures < RETRIES && (!(error instanceof ApiError) || error.status === 0 || starting.has(error.code))
  );
}
