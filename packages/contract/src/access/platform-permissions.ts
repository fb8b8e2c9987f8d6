/** The platform's own permissions; they enter the catalogue by the same door as a plugin's. */
export const platformPermissions = [
  { name: 'org.admin', description: 'Administer the organisation: people, groups and plugins.' },
  { name: 'dashboard.read', description: 'Open dashboards.' },
  { name: 'dashboard.edit', description: 'Arrange dashboards and their blocks.' },
  { name: 'dataset.read', description: 'See datasets and how fresh they are.' },
  { name: 'dataset.preview', description: 'Look at the first rows of any dataset, personal data included.' },
  { name: 'dbt.read', description: 'See builds of data and their logs.' },
  { name: 'dbt.run', description: 'Start and cancel builds of data.' },
  { name: 'dbt.schedule', description: 'Decide when data is built by itself.' },
  { name: 'connector.import', description: 'Import data into a raw source.' },
  { name: 'audit.read', description: 'Read the audit log.' },
] as const;

export type PlatformPermission = (typeof platformPermissions)[number]['name'];

/** Key of a system group; its label may be translated or renamed later, the key stays. */
export type SystemGroupKey = 'org_admins' | 'designers' | 'analysts' | 'viewers' | 'all_members';

export interface SystemGroup {
  readonly key: SystemGroupKey;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly PlatformPermission[];
}

/** Made in every organisation. `all_members` holds every member without being listed one by one. */
export const systemGroups: readonly SystemGroup[] = [
  {
    key: 'org_admins',
    name: 'Org Admins',
    description: 'Administer people, groups and plugins of this organisation.',
    permissions: platformPermissions.map((permission) => permission.name),
  },
  {
    key: 'designers',
    name: 'Designers',
    description: 'Import data, build it and arrange dashboards.',
    permissions: [
      'dashboard.read',
      'dashboard.edit',
      'dataset.read',
      'dbt.read',
      'dbt.run',
      'dbt.schedule',
      'connector.import',
    ],
  },
  {
    key: 'analysts',
    name: 'Analysts',
    description: 'Read datasets and dashboards, and see how they are built.',
    permissions: ['dashboard.read', 'dataset.read', 'dbt.read'],
  },
  { key: 'viewers', name: 'Viewers', description: 'Open dashboards.', permissions: ['dashboard.read'] },
  {
    key: 'all_members',
    name: 'All Members',
    description: 'Everybody of this organisation, without being added.',
    permissions: ['dashboard.read'],
  },
];
