import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Parser } from 'yaml';
import { QuietParser } from './quiet-parser.ts';

/** Tokens and line starts. */
function read(parser: typeof Parser, text: string): unknown {
  const lineStarts: number[] = [];
  const tokens = [...new parser((offset) => lineStarts.push(offset)).parse(text)];
  return { tokens, lineStarts };
}

const piece = fc.constantFrom(
  ...[
    'a',
    'bc: ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '\n',
    '\r\n',
    '\n  ',
    '  ',
    '\t',
    '# c',
    '&a ',
    '*a ',
    '!t ',
  ],
  ...[
    '|\n',
    '>-\n',
    "'x'",
    '"y"',
    "'",
    '"',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '\ufeff',
    ':',
    '@',
    '`',
    '\\',
    '~',
    '1.10',
  ],
);

describe('QuietParser', { timeout: 60_000 }, () => {
  it('reads the same tokens and lines as the parser of the library', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(read(QuietParser, text)).toEqual(read(Parser, text));
      }),
      { seed: 20_260_722, numRuns: 1000 },
    );
  });

  it('reads a real manifest as the parser of the library does', () => {
    const file = path.join(import.meta.dirname, '../../../host/test/plugins/healthcare/plugin.yaml');
    const text = readFileSync(file, 'utf8');
    expect(read(QuietParser, text)).toEqual(read(Parser, text));
  });
});
