import { expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

function split(...chunks: readonly string[]): string[] {
  const lines = new LineSplitter();
  const bytes = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
  const found: string[] = [];
  // Byte by byte where it is short, so that characters of several bytes are cut too.
  const size = bytes.length < 100 ? 1 : 65_536;
  for (let at = 0; at < bytes.length; at += size) found.push(...lines.push(bytes.subarray(at, at + size)));
  return [...found, ...lines.end()];
}

it('gives lines whole, however their bytes come', () => {
  expect(split('{"a":"ä€"}\n', '\n', 'second\n', 'without an end')).toEqual([
    '{"a":"ä€"}',
    'second',
    'without an end',
  ]);
});

it('leaves out a line of more than a megabyte, and keeps those around it', () => {
  expect(split('before\n', 'x'.repeat(3 * 1024 ** 2), '\nafter\n', 'y'.repeat(2 * 1024 ** 2))).toEqual([
    'before',
    'after',
  ]);
});
