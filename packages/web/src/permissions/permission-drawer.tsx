import type { PermissionType } from '@honeyframe/contract/api';
import { Anchor, Drawer, Fields } from '@honeyframe/sdk/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { describePermissionOwner } from '../groups/group-words.ts';
import { usePluginName } from '../shell/use-plugin-name.ts';

interface PermissionDrawerProps {
  readonly permission: PermissionType | undefined;
  readonly onClose: () => void;
}

/** One permission: who holds it here, and what answers by it. */
export function PermissionDrawer({ permission, onClose }: PermissionDrawerProps) {
  return (
    <Drawer
      opened={permission !== undefined}
      onClose={onClose}
      position="right"
      size={520}
      title={permission ? <code className="hf-drawer-title">{permission.name}</code> : null}
    >
      {permission ? <Details permission={permission} /> : null}
    </Drawer>
  );
}

function Details({ permission }: { readonly permission: PermissionType }) {
  const nameOf = usePluginName();
  const { owner, description, groups, people, shared_with, requested_by } = permission;
  const names = (slugs: readonly string[]) => slugs.map(nameOf).join(', ');
  return (
    <div className="hf-drawer-body">
      {description ? <p className="hf-drawer-lead">{description}</p> : null}
      <Fields
        items={[
          { label: 'Belongs to', value: describePermissionOwner(owner, nameOf) },
          { label: 'Shared with', value: names(shared_with) || 'Nobody' },
          ...(requested_by.length > 0 ? [{ label: 'Requested by', value: names(requested_by) }] : []),
          { label: 'People who hold it', value: people },
        ]}
      />
      <List title="Groups that hold it" none="No group">
        {groups.map(({ id, name, scoped }) => (
          <li key={id}>
            <Anchor component={Link} fz="inherit" to={`/admin/groups/${id}`}>
              {name}
            </Anchor>
            {scoped ? <span className="hf-nothing"> for single objects</span> : null}
          </li>
        ))}
      </List>
      <List title="Routes that answer by it" none="No route">
        {permission.used_by_routes.map((route) => (
          <li key={route} className="hf-break hf-small">
            {route}
          </li>
        ))}
      </List>
      <List title="Pages and blocks" none="None names it">
        {permission.used_by_pages.map((page) => (
          <li key={page}>{page}</li>
        ))}
      </List>
    </div>
  );
}

interface ListProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function List({ title, none, children }: ListProps) {
  return (
    <section>
      <h3 className="hf-section-title">{title}</h3>
      {children.length > 0 ? (
        <ul className="hf-plain-list">{children}</ul>
      ) : (
        <span className="hf-nothing">{none}</span>
      )}
    </section>
  );
}
