import type { PlatformPermission } from '@honeyframe/contract';
import type { NavSection } from '@honeyframe/contract/api';

interface PlatformEntry {
  readonly label: string;
  readonly href: string;
  readonly icon: string;
  readonly permission: PlatformPermission;
}

interface PlatformSection extends Pick<NavSection, 'key' | 'label'> {
  /** Before the plugins' sections, or after them. */
  readonly position: 'first' | 'last';
  readonly entries: readonly PlatformEntry[];
}

/** The platform's own pages; each asks for the permission that its data asks for. */
export const platformSections: readonly PlatformSection[] = [
  {
    key: 'home',
    label: '',
    position: 'first',
    entries: [{ label: 'Home', href: '/', icon: 'house', permission: 'dashboard.read' }],
  },
  {
    key: 'data',
    label: 'Data',
    position: 'last',
    entries: [
      { label: 'Datasets', href: '/data/datasets', icon: 'table-2', permission: 'dataset.read' },
      { label: 'Lineage', href: '/data/lineage', icon: 'workflow', permission: 'dataset.read' },
      { label: 'Workspaces', href: '/data/workspaces', icon: 'layers', permission: 'dbt.read' },
      { label: 'Builds', href: '/data/runs', icon: 'hammer', permission: 'dbt.read' },
      { label: 'Schedules', href: '/data/schedules', icon: 'calendar-clock', permission: 'dbt.read' },
      { label: 'Quality', href: '/data/quality', icon: 'badge-check', permission: 'dbt.read' },
      { label: 'Sources', href: '/data/sources', icon: 'database', permission: 'connector.import' },
    ],
  },
  {
    key: 'admin',
    label: 'Administration',
    position: 'last',
    entries: [
      { label: 'Plugins', href: '/admin/plugins', icon: 'blocks', permission: 'org.admin' },
      { label: 'Groups', href: '/admin/groups', icon: 'shield-check', permission: 'org.admin' },
      { label: 'Access matrix', href: '/admin/access', icon: 'grid-3x3', permission: 'org.admin' },
      { label: 'Permissions', href: '/admin/permissions', icon: 'key-round', permission: 'org.admin' },
      { label: 'People', href: '/admin/users', icon: 'users-round', permission: 'org.admin' },
      { label: 'Warehouse', href: '/admin/warehouse', icon: 'server', permission: 'org.admin' },
      { label: 'Notifications', href: '/admin/notifications', icon: 'bell', permission: 'org.admin' },
      { label: 'Activity', href: '/admin/audit', icon: 'scroll-text', permission: 'audit.read' },
    ],
  },
];
