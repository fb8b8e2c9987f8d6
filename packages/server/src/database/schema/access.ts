import type { Generated } from 'kysely';
import type { Json, Nullable, NullableTimestamp, Optional, Timestamp } from './column-types.ts';

interface PermissionsTable {
  name: string;
  owner: string;
  description: Optional<string>;
  created_at: Timestamp;
}

interface PermissionRequestsTable {
  permission: string;
  plugin: string;
  state: Optional<'pending' | 'approved' | 'refused'>;
  created_at: Timestamp;
  decided_at: NullableTimestamp;
  decided_by: Nullable<string>;
}

interface GroupsTable {
  id: Generated<string>;
  org_id: string;
  name: string;
  description: Optional<string>;
  owner: Nullable<string>;
  system_key: Nullable<string>;
  created_at: Timestamp;
}

interface UserGroupsTable {
  group_id: string;
  user_id: string;
  created_at: Timestamp;
}

export type GrantOrigin = 'system' | 'seed' | 'admin';

interface GroupPermissionsTable {
  id: Generated<string>;
  group_id: string;
  permission_type: string;
  target_id: Nullable<string>;
  origin: GrantOrigin;
  created_by: Nullable<string>;
  created_at: Timestamp;
}

interface AuditLogTable {
  id: Generated<string>;
  at: Timestamp;
  org_id: Nullable<string>;
  actor_id: Nullable<string>;
  actor: string;
  action: string;
  plugin: Nullable<string>;
  target_type: Nullable<string>;
  target_id: Nullable<string>;
  details: Json;
  request_id: Nullable<string>;
  ip: Nullable<string>;
}

/** Who may what, and what was done. */
export interface AccessTables {
  permissions: PermissionsTable;
  permission_requests: PermissionRequestsTable;
  groups: GroupsTable;
  user_groups: UserGroupsTable;
  group_permissions: GroupPermissionsTable;
  audit_log: AuditLogTable;
}
