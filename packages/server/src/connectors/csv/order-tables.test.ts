import { expect, it } from 'vitest';
import { orderTables } from './order-tables.ts';

const declared = [
  { table: 'patients', columns: [{ name: 'Id', data_type: 'varchar' }], declared_by: 'healthcare' },
  { table: 'claims', columns: [{ name: 'Id', data_type: 'varchar' }], declared_by: 'healthcare' },
];

function sent(...names: string[]) {
  return names.map((name) => ({ name, path: `/in/${name}` }));
}

it('names tables after files and adds declared ones without a file', () => {
  expect(orderTables(sent('Patients.CSV', 'extra.csv'), declared)).toEqual([
    { table: 'patients', file: '/in/Patients.CSV', columns: declared[0]?.columns, declared_by: 'healthcare' },
    { table: 'extra', file: '/in/extra.csv', columns: [], declared_by: null },
    { table: 'claims', file: null, columns: declared[1]?.columns, declared_by: 'healthcare' },
  ]);
});

it.each(['my-file.csv', '1st.csv', 'a.b.csv', `${'x'.repeat(64)}.csv`])(
  "refuses the file name '%s'",
  (name) => {
    expect(() => orderTables(sent(name), [])).toThrow(
      expect.objectContaining({ code: 'HF_CONNECTOR_TABLE_NAME' }),
    );
  },
);

it('refuses two files for one table, and no file at all', () => {
  const twice = () => orderTables(sent('Patients.csv', 'patients.csv'), []);
  expect(twice).toThrow(expect.objectContaining({ code: 'HF_CONNECTOR_TABLE_TWICE' }));
  expect(() => orderTables([], declared)).toThrow(expect.objectContaining({ code: 'HF_CONNECTOR_NO_FILES' }));
});

it('lets the first to declare a column decide, and takes what a later one adds as optional', () => {
  const later = {
    table: 'patients',
    columns: [
      { name: 'ID', data_type: 'integer' },
      { name: 'RISK', data_type: 'double' },
    ],
    declared_by: 'research',
  };
  const [patients] = orderTables(sent('patients.csv'), [...declared, later]);
  expect(patients).toMatchObject({
    columns: [
      { name: 'Id', data_type: 'varchar' },
      { name: 'RISK', data_type: 'double', optional: true },
    ],
    declared_by: 'healthcare',
  });
});
