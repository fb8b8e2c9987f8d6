import { PlatformError } from '@honeyframe/contract';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

// Ten wrong passwords for one account from one address, a hundred from one address, within a quarter of an hour.
// Both count failures only, so that a shared address (a hospital's proxy) is not locked out by working users.
const WINDOW_SECONDS = 900;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 100;

export interface SignInLimit {
  /** Throws HF_AUTH_TOO_MANY_ATTEMPTS while either limit is used up. */
  check(ip: string, email: string): Promise<void>;
  failed(ip: string, email: string): Promise<void>;
  succeeded(ip: string, email: string): Promise<void>;
}

export function createSignInLimit(): SignInLimit {
  const perAccount = new RateLimiterMemory({ points: PER_ACCOUNT, duration: WINDOW_SECONDS });
  const perAddress = new RateLimiterMemory({ points: PER_ADDRESS, duration: WINDOW_SECONDS });
  const key = (ip: string, email: string) => `${ip} ${email.trim().toLowerCase()}`;
  return {
    check: async (ip, email) => {
      requireRest(await perAccount.get(key(ip, email)));
      requireRest(await perAddress.get(ip));
    },
    failed: async (ip, email) => {
      await Promise.all([perAccount.penalty(key(ip, email)), perAddress.penalty(ip)]);
    },
    succeeded: async (ip, email) => {
      await perAccount.delete(key(ip, email));
    },
  };
}

function requireRest(state: RateLimiterRes | null): void {
  if (!state || state.remainingPoints > 0) return;
  throw new PlatformError('HF_AUTH_TOO_MANY_ATTEMPTS', {
    retry_after_seconds: Math.ceil(state.msBeforeNext / 1000),
  });
}
