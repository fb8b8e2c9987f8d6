import { ApiError } from '@honeyframe/contract/api';
import { QueryClient } from '@tanstack/react-query';

const RETRIES = 2;

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
  const mayRecover = !(error instanceof ApiError) || error.status === 0 || error.status === 503;
  return mayRecover && failures < RETRIES;
}
