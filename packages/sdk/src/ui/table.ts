export { type Column, formatSort, parseSort, type Sort } from './table/column.ts';
export { DataTable, type DataTableProps } from './table/data-table.tsx';
export type { Paging } from './table/table-pager.tsx';
export type { SearchBox } from './table/table-toolbar.tsx';
export { dateColumn, moneyColumn, numberColumn, type ValueColumnOptions } from './table/value-columns.ts';
