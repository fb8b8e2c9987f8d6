import type { ColumnType, Generated } from 'kysely';
import type { Nullable, NullableTimestamp, Optional, Timestamp } from './column-types.ts';

interface OrgsTable {
  id: Generated<string>;
  slug: string;
  name: string;
  created_at: Timestamp;
}

interface UsersTable {
  id: Generated<string>;
  email: string;
  display_name: Optional<string>;
  password_hash: string;
  must_change_password: Optional<boolean>;
  is_superadmin: Optional<boolean>;
  active: Optional<boolean>;
  /** False: made by whoever had the link of an invitation. */
  address_vouched: Optional<boolean>;
  created_at: Timestamp;
  last_sign_in_at: NullableTimestamp;
}

interface UserOrgsTable {
  user_id: string;
  org_id: string;
  created_at: Timestamp;
}

interface SessionsTable {
  id: Generated<string>;
  token_hash: Buffer;
  user_id: string;
  org_id: Nullable<string>;
  created_at: Timestamp;
  expires_at: Date;
  last_seen_at: Timestamp;
  ip: Nullable<string>;
  user_agent: Nullable<string>;
}

interface ApiTokensTable {
  id: Generated<string>;
  user_id: string;
  name: string;
  prefix: string;
  token_hash: Buffer;
  created_at: Timestamp;
  expires_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
}

interface InvitationsTable {
  id: Generated<string>;
  org_id: string;
  email: string;
  seat: 'admin' | 'designer' | 'analyst' | 'viewer';
  group_ids: Optional<string[]>;
  token_hash: Buffer;
  lifetime_days: number;
  created_by: Nullable<string>;
  created_at: Timestamp;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  mailed_at: NullableTimestamp;
  accepted_at: NullableTimestamp;
  accepted_by: Nullable<string>;
  revoked_at: NullableTimestamp;
}

/** Organisations, who belongs to them, and how they prove it. */
export interface PeopleTables {
  orgs: OrgsTable;
  users: UsersTable;
  user_orgs: UserOrgsTable;
  sessions: SessionsTable;
  api_tokens: ApiTokensTable;
  invitations: InvitationsTable;
}
