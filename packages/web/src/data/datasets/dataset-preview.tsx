import type { DatasetDetails, DatasetPreview as Preview } from '@honeyframe/contract/api';
import {
  EmptyState,
  ErrorState,
  formatCount,
  formatNumber,
  ScrollRegion,
  Skeleton,
} from '@honeyframe/sdk/ui';
import { usePreviewQuery } from './dataset-queries.ts';

/** Its first rows. */
export function DatasetPreview({ dataset }: { readonly dataset: DatasetDetails }) {
  const { data, error, refetch } = usePreviewQuery(dataset.id);
  if (error) {
    return (
      <div className="hf-card">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <Skeleton height={360} radius="lg" />;
  if (data.rows.length === 0) {
    return (
      <div className="hf-card">
        <EmptyState icon="table" title="It has no rows" />
      </div>
    );
  }
  return (
    <section className="hf-first-rows" aria-label={`First rows of ${dataset.name}`}>
      <p className="hf-first-rows-note">{describeExtent(data)} That you looked is recorded.</p>
      <ScrollRegion label="Rows" className="hf-first-rows-scroll">
        <Rows preview={data} />
      </ScrollRegion>
    </section>
  );
}

function describeExtent({ rows, row_count }: Preview): string {
  if (row_count === null) return `The first ${formatCount(rows.length, 'row')}.`;
  if (row_count <= rows.length) return `All ${formatCount(rows.length, 'row')}.`;
  return `The first ${rows.length} of ${formatCount(row_count, 'row')}.`;
}

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)/i;

function Rows({ preview: { columns, rows } }: { readonly preview: Preview }) {
  const aligns = columns.map(({ type }) => (NUMERIC.test(type) ? 'right' : undefined));
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ name, type }, index) => (
            <th key={name} data-align={aligns[index]} scope="col">
              {name}
              <span className="hf-first-rows-type">{type.toLowerCase()}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of any table have no key, and never move.
          <tr key={place}>
            {columns.map(({ name }, index) => (
              <td key={name} data-align={aligns[index]}>
                <Value value={row[index]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// Nothing and an empty text look different, since they are.
function Value({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined) return <span className="hf-null">null</span>;
  if (value === '') return <span className="hf-null">empty</span>;
  if (typeof value === 'number')
    return formatNumber(value, { maximumFractionDigits: 10, useGrouping: false });
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return <span title={text.length > 60 ? text : undefined}>{text}</span>;
}
