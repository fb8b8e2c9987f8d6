import { describe, expect, it } from 'vitest';
import { parseMarkdown, parseSpans } from './parse-markdown.ts';

describe('documentation as Markdown', () => {
  it('tells paragraphs, headings and lists apart, and joins lines that were only wrapped', () => {
    expect(parseMarkdown('# Patients\nOne row\nfor each.\n\n- first\n  goes on\n- second\n')).toEqual([
      { kind: 'heading', spans: [{ kind: 'text', text: 'Patients' }] },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'One row for each.' }] },
      {
        kind: 'list',
        items: [[{ kind: 'text', text: 'first goes on' }], [{ kind: 'text', text: 'second' }]],
      },
    ]);
  });

  it('leaves what stands between fences as it is', () => {
    expect(parseMarkdown('See\n```sql\nselect *\n\nfrom x\n```\nabove')).toEqual([
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'See' }] },
      { kind: 'code', text: 'select *\n\nfrom x' },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'above' }] },
    ]);
  });

  it('finds code, emphasis and links within a line', () => {
    expect(parseSpans('A `key` of **one** *row*, see [dbt](https://example.org/a).')).toEqual([
      { kind: 'text', text: 'A ' },
      { kind: 'code', text: 'key' },
      { kind: 'text', text: ' of ' },
      { kind: 'strong', text: 'one' },
      { kind: 'text', text: ' ' },
      { kind: 'emphasis', text: 'row' },
      { kind: 'text', text: ', see ' },
      { kind: 'link', text: 'dbt', href: 'https://example.org/a' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('makes no link of an address that would run a script, and no HTML of tags', () => {
    const text = '[press](javascript:alert(1)) <img src=x onerror=alert(1)>';
    expect(parseSpans(text)).toEqual([{ kind: 'text', text }]);
  });
});
