import type { WarehouseUse } from '@honeyframe/contract/api';
import { Card, formatBytes, formatCount, Progress } from '@honeyframe/sdk/ui';

interface DiskPart {
  readonly key: string;
  readonly name: string;
  readonly note: string;
  readonly bytes: number;
}

/** What all data of the organisation takes of the disk, the largest first; nothing before there is any. */
export function DiskUse({ use }: { readonly use: WarehouseUse }) {
  const parts = listParts(use);
  const [largest] = parts;
  if (!largest) return null;
  const earlier = use.bytes - use.current_bytes;
  const total = formatBytes(parts.reduce((sum, { bytes }) => sum + bytes, 0));
  return (
    <Card
      title="Disk"
      description={`${total} in all${earlier > 0 ? `, ${formatBytes(earlier)} of it for earlier versions to go back to` : ''}.`}
    >
      <ul className="hf-disk">
        {parts.map(({ key, name, note, bytes }) => (
          <li key={key}>
            <span>
              {name}
              <span className="hf-sub">{note}</span>
            </span>
            <Progress value={(bytes / largest.bytes) * 100} size="sm" aria-hidden="true" />
            <span className="hf-disk-size">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function listParts({ files, unfinished_bytes, artifacts_bytes }: WarehouseUse): DiskPart[] {
  const parts: DiskPart[] = [
    ...files.map(({ kind, name, versions, bytes }) => ({
      ...{ key: `${kind} ${name}`, name, bytes },
      note: `${kind === 'source' ? 'Imported' : 'Built'}, ${formatCount(versions, 'version')}`,
    })),
    {
      ...{ key: 'unfinished', name: 'Unfinished builds', bytes: unfinished_bytes },
      note: 'Kept so that they can be resumed',
    },
    { key: 'artifacts', name: 'Records of builds', bytes: artifacts_bytes, note: 'Logs and files of dbt' },
  ];
  return parts.filter(({ bytes }) => bytes > 0).toSorted((a, b) => b.bytes - a.bytes);
}
