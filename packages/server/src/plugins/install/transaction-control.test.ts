import { describe, expect, it } from 'vitest';
import { findTransactionControl } from './transaction-control.ts';

describe('findTransactionControl', () => {
  it.each([
    ['create table a (id int); COMMIT; create table b (id int);', 'commit'],
    ['begin; select 1;', 'begin'],
    ['/* harmless */ reset role; drop schema public', 'reset'],
    ['set role postgres', 'set'],
  ])('finds it in %j', (sql, word) => {
    expect(findTransactionControl(sql)).toBe(word);
  });

  it.each([
    "insert into a values ('x; commit; y')",
    'create function f() returns trigger language plpgsql as $$ begin new.a := 1; return new; end $$;',
    '-- commit;\ncreate table a (id int);',
    'create table "commit" (id int); comment on table "commit" is \'it\'\'s; end\'',
  ])('leaves %j alone', (sql) => {
    expect(findTransactionControl(sql)).toBeUndefined();
  });
});
