import { Tooltip } from '@mantine/core';
import { Icon } from '../display/icon.tsx';
import { formatDateTime, formatRelative } from '../format/format.ts';

/** Says how fresh the data is: `Data as of Nov 4, 2026, 10:12 AM`. Null: nothing was built yet. */
export function DataAsOf({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="hf-chip">No data built yet</span>;
  return (
    <Tooltip label={`Built ${formatRelative(at)}`}>
      <span className="hf-chip">
        <Icon name="clock" size={13} />
        <span>
          Data as of <time dateTime={at}>{formatDateTime(at)}</time>
        </span>
      </span>
    </Tooltip>
  );
}
