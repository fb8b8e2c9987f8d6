import type { WarehouseUse } from '@honeyframe/contract/api';
import { Card, formatBytes, formatCount, Progress } from '@honeyframe/sdk/ui';

/** What all data of the organisation takes of the disk, the largest first. */
export function DiskUse({ use: { bytes, current_bytes, files } }: { readonly use: WarehouseUse }) {
  const earlier = bytes - current_bytes;
  const largest = Math.max(...files.map((file) => file.bytes), 1);
  return (
    <Card
      title="Disk"
      description={`${formatBytes(bytes)} in all${earlier > 0 ? `, ${formatBytes(earlier)} of it for earlier versions to go back to` : ''}.`}
    >
      <ul className="hf-disk">
        {files
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((file) => (
            <li key={`${file.kind} ${file.name}`}>
              <span>
                {file.name}
                <span className="hf-sub">
                  {file.kind === 'source' ? 'Imported' : 'Built'}, {formatCount(file.versions, 'version')}
                </span>
              </span>
              <Progress value={(file.bytes / largest) * 100} size="sm" aria-hidden="true" />
              <span className="hf-disk-size">{formatBytes(file.bytes)}</span>
            </li>
          ))}
      </ul>
    </Card>
  );
}
