import { platformPermissions, systemGroups } from '@honeyframe/contract';
import { code, type ReferencePage, renderPage, renderTable } from './page.ts';

const introduction = `A permission is \`<resource>.<action>\`. The platform's are below; a plugin adds its own in
\`plugin.yaml\`. A group holds grants, each of one permission for the whole organisation or for one object
(\`target_id\`). People may do what the groups that they are in may do. A superadmin may do everything; using a
plugin's routes without a grant goes on record.`;

export const permissionsPage: ReferencePage = {
  file: 'permissions.md',
  render: () =>
    renderPage(
      'Permissions and system groups',
      introduction,
      '## Permissions of the platform',
      renderTable(
        ['permission', 'allows to'],
        platformPermissions.map(({ name, description }) => [code(name), description]),
      ),
      '## System groups',
      'Every organisation has them. They can be given more grants, but not be deleted.',
      renderTable(
        ['group', 'for', 'permissions'],
        systemGroups.map(({ name, description, permissions }) => [
          name,
          description,
          permissions.map(code).join(', '),
        ]),
      ),
    ),
};
