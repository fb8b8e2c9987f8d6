import type { RouteReport } from '@honeyframe/contract/api';
import type { ReactNode } from 'react';

type Entry = RouteReport['routes'][number] | RouteReport['pages'][number];

interface ReportTableProps {
  readonly label: string;
  readonly rows: readonly (Pick<Entry, 'permission' | 'state' | 'groups' | 'people'> & {
    readonly key: string;
    readonly name: ReactNode;
    readonly note: string | undefined;
  })[];
}

/** Each route or page with its permission and who gets in. */
export function ReportTable({ label, rows }: ReportTableProps) {
  return (
    <div className="hf-report">
      <table className="hf-plain-table">
        <thead>
          <tr>
            <th scope="col">{label}</th>
            <th scope="col">Permission</th>
            <th scope="col">Who gets in</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td className="hf-break">
                {row.name}
                {row.note ? <span className="hf-sub">{row.note}</span> : null}
              </td>
              <td>{describePermission(row.permission)}</td>
              <td>
                <Holders row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describePermission(permission: string | null) {
  if (permission === null) return 'Any of the plugin’s';
  if (permission === 'authenticated' || permission === 'public')
    return <span className="hf-nothing">None</span>;
  return <code className="hf-code">{permission}</code>;
}

const refusals: Readonly<Record<string, string>> = {
  pending: 'Nobody: waits for approval',
  undeclared: 'Nobody: not declared',
  unknown: 'Nobody: not in the catalogue',
};

function Holders({
  row: { state, groups, people },
}: {
  readonly row: Pick<Entry, 'state' | 'groups' | 'people'>;
}) {
  if (state === 'public') return <span className="hf-warn">Everybody, without signing in</span>;
  if (state === 'members') return <>Every member ({people})</>;
  if (state !== 'active') return <span className="hf-warn">{refusals[state] ?? 'Nobody'}</span>;
  if (groups.length === 0) return <span className="hf-nothing">Superadmins only</span>;
  return (
    <>
      {people === 1 ? '1 person' : `${people} people`}
      <span className="hf-sub">
        {groups.map(({ name, scoped }) => (scoped ? `${name} (single objects)` : name)).join(', ')}
      </span>
    </>
  );
}
