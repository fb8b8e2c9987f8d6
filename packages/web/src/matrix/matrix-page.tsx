import type { Matrix, MatrixColumn, MatrixRow } from '@honeyframe/contract/api';
import { useSearchState } from '@honeyframe/sdk/frontend';
import { Button, EmptyState, ErrorState, Icon, Page, Skeleton } from '@honeyframe/sdk/ui';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { ExplainDialog } from '../explain/explain-dialog.tsx';
import { type CellState, describeCell } from './describe-cell.ts';
import { findColumns, findRows } from './find-columns.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { MatrixInspector } from './matrix-inspector.tsx';
import { useGrantChange, useMatrixQuery } from './matrix-queries.ts';
import { MatrixToolbar } from './matrix-toolbar.tsx';
import { TargetsDialog } from './targets-dialog.tsx';

/** Which group may do what: groups × permissions, changed by a click. */
export function MatrixPage() {
  const { data, error, refetch } = useMatrixQuery();
  const [explaining, setExplaining] = useState<{ permission?: string }>();
  return (
    <Page
      title="Access matrix"
      description="What each group may do. A click gives or takes a permission at once, for everybody in the group."
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="circle-help" size={15} />}
          onClick={() => setExplaining({})}
        >
          Explain access
        </Button>
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={480} radius="lg" /> : null}
      {data ? <MatrixBody matrix={data} onExplain={(permission) => setExplaining({ permission })} /> : null}
      {explaining ? <ExplainDialog {...explaining} onClose={() => setExplaining(undefined)} /> : null}
    </Page>
  );
}

interface MatrixBodyProps {
  readonly matrix: Matrix;
  readonly onExplain: (permission: string) => void;
}

interface Place {
  readonly group: string;
  readonly column: MatrixColumn;
}

function MatrixBody({ matrix, onExplain }: MatrixBodyProps) {
  const [search, setSearch] = useSearchState({ group: '', permission: '' });
  const groups = useDeferredValue(search.group);
  const permissions = useDeferredValue(search.permission);
  const { plugins, columns } = matrix;
  const shown = useMemo(
    () => findColumns({ plugins, columns }, permissions),
    [plugins, columns, permissions],
  );
  const rows = useMemo(() => findRows(matrix, groups), [matrix, groups]);
  const [place, setPlace] = useState<Place>();
  const [listing, setListing] = useState(false);
  const { mutate } = useGrantChange();
  const row = matrix.groups.find(({ id }) => id === place?.group);

  const focus = useCallback((to: MatrixRow, column: MatrixColumn) => setPlace({ group: to.id, column }), []);
  const toggle = useCallback(
    (to: MatrixRow, { permission }: MatrixColumn, { kind }: CellState) => {
      if (kind === 'locked' || kind === 'pending') return;
      const granted = kind === 'none';
      mutate({ group_id: to.id, permission_type: permission, target_id: null, granted });
    },
    [mutate],
  );
  const list = useCallback((to: MatrixRow, column: MatrixColumn) => {
    setPlace({ group: to.id, column });
    setListing(true);
  }, []);

  const frame = useRef<HTMLDivElement>(null);
  const close = () => {
    setListing(false);
    frame.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
  };

  return (
    <div className="hf-matrix" ref={frame}>
      <MatrixToolbar search={search} onSearch={setSearch} />
      {rows.length === 0 || shown.length === 0 ? (
        <EmptyState icon="search" title="No group and permission fits the search" />
      ) : (
        <MatrixGrid groups={shown} rows={rows} onFocus={focus} onToggle={toggle} onTargets={list} />
      )}
      <MatrixInspector
        row={row}
        column={place?.column}
        onTargets={() => setListing(true)}
        onExplain={onExplain}
      />
      {listing && row && place ? (
        <TargetsDialog
          row={row}
          column={place.column}
          targets={describeCell(row, place.column).targets}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
