import { expect, it } from 'vitest';
import { formatTable } from './format-table.ts';

it('aligns columns, shows nothing as a dash, and lets no control character through', () => {
  const rows = [
    { name: 'a', count: 1 as number | null },
    { name: 'much\n\u001b[31mlonger', count: null },
  ];
  const table = formatTable(rows, [
    { title: 'NAME', value: (row) => row.name },
    { title: 'COUNT', value: (row) => row.count, align: 'right' },
  ]);
  expect(table).toBe(
    ['NAME             COUNT', 'a                    1', 'much [31mlonger      -'].join('\n'),
  );
});
