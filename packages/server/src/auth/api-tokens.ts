import { PlatformError } from '@honeyframe/contract';
import type { Queries } from '../database/index.ts';
import type { AccessChanges } from './access-changes.ts';
import { createApiTokenSecret, hashSecret } from './secrets.ts';

const VISIBLE_PREFIX = 9;

const columns = ['id', 'name', 'prefix', 'created_at', 'expires_at', 'last_used_at'] as const;

/** Personal access tokens of one account. */
export interface ApiTokens {
  list(userId: string): Promise<ApiToken[]>;
  create(
    userId: string,
    name: string,
    expiresInDays: number | null,
  ): Promise<{ token: ApiToken; secret: string }>;
  remove(userId: string, tokenId: string): Promise<void>;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

export function createApiTokens(queries: Queries, changes: AccessChanges): ApiTokens {
  return {
    list: async (userId) => {
      const rows = await queries
        .selectFrom('api_tokens')
        .select(columns)
        .where('user_id', '=', userId)
        .orderBy('created_at', 'desc')
        .execute();
      return rows.map(toToken);
    },
    create: async (userId, name, expiresInDays) => {
      const secret = createApiTokenSecret();
      const row = await queries
        .insertInto('api_tokens')
        .values({
          user_id: userId,
          name,
          prefix: secret.slice(0, VISIBLE_PREFIX),
          token_hash: hashSecret(secret),
          expires_at: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000),
        })
        .returning(columns)
        .executeTakeFirstOrThrow();
      return { token: toToken(row), secret };
    },
    remove: async (userId, tokenId) => {
      const result = await queries
        .deleteFrom('api_tokens')
        .where('id', '=', tokenId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (result.numDeletedRows === 0n) throw new PlatformError('HF_CORE_NOT_FOUND', { what: tokenId });
      changes.announce();
    },
  };
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
}

function toToken(row: TokenRow): ApiToken {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
