import type { PluginSummary } from '@honeyframe/contract/api';
import { Badge } from '@honeyframe/sdk/ui';
import { Section } from './section.tsx';

/** What a plugin brings: routes with their permissions, pages, blocks, groups, changes to its tables. */
export function PluginParts({ plugin }: { readonly plugin: PluginSummary }) {
  return (
    <>
      {plugin.routes.length > 0 ? (
        <Section title="Routes">
          <PartsTable
            head={['Route', 'Who may call it']}
            rows={plugin.routes.map(({ method, path, permission }) => ({
              key: `${method} ${path}`,
              name: (
                <>
                  <span className="hf-method">{method}</span> {path}
                </>
              ),
              permission,
            }))}
          />
        </Section>
      ) : null}
      {plugin.pages.length > 0 ? (
        <Section title="Pages">
          <PartsTable
            head={['Page', 'Who may open it']}
            rows={plugin.pages.map(({ path, title, permission }) => ({
              key: path,
              name: (
                <>
                  {title} <span className="hf-nothing">{path}</span>
                </>
              ),
              permission,
            }))}
          />
        </Section>
      ) : null}
      <Names title="Blocks for Home" names={plugin.blocks.map(({ title }) => title)} />
      <Names title="Permissions" names={plugin.permissions.map(({ name }) => name)} />
      <Names title="Groups it made" names={plugin.seed_groups} />
      <Names title="Changes to its tables" names={plugin.migrations} />
    </>
  );
}

interface PartsTableProps {
  readonly head: readonly [string, string];
  readonly rows: readonly {
    readonly key: string;
    readonly name: React.ReactNode;
    readonly permission: string | null;
  }[];
}

function PartsTable({ head, rows }: PartsTableProps) {
  return (
    <div className="hf-report">
      <table className="hf-plain-table">
        <thead>
          <tr>
            <th scope="col">{head[0]}</th>
            <th scope="col">{head[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, permission }) => (
            <tr key={key}>
              <td className="hf-break">{name}</td>
              <td>{describeAccess(permission)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describeAccess(permission: string | null) {
  if (permission === null) return 'Holders of any of its permissions';
  if (permission === 'authenticated') return 'Every member';
  if (permission === 'public') return <span className="hf-warn">Everybody, without signing in</span>;
  return <code className="hf-code">{permission}</code>;
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Section title={title}>
      <div className="hf-names">
        {names.map((name) => (
          <Badge key={name} color="gray">
            {name}
          </Badge>
        ))}
      </div>
    </Section>
  );
}
