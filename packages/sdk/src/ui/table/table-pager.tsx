import { ActionIcon } from '@mantine/core';
import { Icon } from '../display/icon.tsx';
import { formatNumber } from '../format/format.ts';

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  /** Rows on all pages; undefined while unknown. */
  readonly total: number | undefined;
  readonly onPage: (page: number) => void;
}

export function TablePager({ page, pageSize, total, onPage }: Paging) {
  if (total === undefined || total === 0) return null;
  const last = Math.max(1, Math.ceil(total / pageSize));
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(total, page * pageSize);
  return (
    <nav className="hf-table-pager" aria-label="Pages of the table">
      <span>
        {formatNumber(from)}–{formatNumber(to)} of {formatNumber(total)}
      </span>
      {last > 1 ? (
        <span className="hf-table-pager-buttons">
          <ActionIcon aria-label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <Icon name="chevron-left" />
          </ActionIcon>
          <span>
            Page {formatNumber(page)} of {formatNumber(last)}
          </span>
          <ActionIcon aria-label="Next page" disabled={page >= last} onClick={() => onPage(page + 1)}>
            <Icon name="chevron-right" />
          </ActionIcon>
        </span>
      ) : null}
    </nav>
  );
}
