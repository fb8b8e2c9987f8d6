import { type Block, parseMarkdown, type Span } from './parse-markdown.ts';

/** What the author wrote about a table. */
export function Documentation({ text }: { readonly text: string }) {
  const blocks = parseMarkdown(text);
  return (
    <div className="hf-documentation">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has nothing but its order, and is replaced as a whole.
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  if (block.kind === 'code') return <pre className="hf-code-block">{block.text}</pre>;
  if (block.kind === 'list') {
    return (
      <ul>
        {block.items.map((spans, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <li key={index}>
            <Spans spans={spans} />
          </li>
        ))}
      </ul>
    );
  }
  const Tag = block.kind === 'heading' ? 'h3' : 'p';
  return (
    <Tag>
      <Spans spans={block.spans} />
    </Tag>
  );
}

const tags = { text: 'span', code: 'code', strong: 'strong', emphasis: 'em' } as const;

function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map((span, index) => {
    const key = `${index} ${span.text}`;
    if (span.kind === 'link') {
      return (
        <a key={key} href={span.href} target="_blank" rel="noreferrer">
          {span.text}
        </a>
      );
    }
    const Tag = tags[span.kind];
    return (
      <Tag key={key} className={span.kind === 'code' ? 'hf-code' : undefined}>
        {span.text}
      </Tag>
    );
  });
}
