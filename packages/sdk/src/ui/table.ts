export { createColumnHelper } from '@tanstack/react-table';
