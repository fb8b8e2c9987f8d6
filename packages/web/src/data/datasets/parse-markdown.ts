/** A piece of a line. Marks that are not understood stay text: nothing of it ever becomes HTML. */
export type Span =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'code'; readonly text: string };

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
const HEADING = /^#{1,6}\s+/;

/** The part of Markdown that documentation of tables is written in: paragraphs, headings, lists, code, emphasis, links. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  // Between fences everything is code, empty lines too.
  text
    .replaceAll('\r', '')
    .split(/^```.*$/m)
    .forEach((part, index) => {
      if (index % 2 === 1) blocks.push({ kind: 'code', text: part.replace(/^\n|\n$/g, '') });
      else for (const chunk of part.split(/\n\s*\n/)) blocks.push(...parseChunk(chunk));
    });
  return blocks;
}

/** Lines without an empty one between them. */
function parseChunk(chunk: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(lines.join(' ')) });
    if (items.length > 0) blocks.push({ kind: 'list', items: items.map(parseSpans) });
    lines = [];
    items = [];
  };
  for (const line of chunk.split('\n').filter((line) => line.trim() !== '')) {
    if (HEADING.test(line)) {
      flush();
      blocks.push({ kind: 'heading', spans: parseSpans(line.replace(HEADING, '').trim()) });
    } else if (ITEM.test(line)) {
      if (lines.length > 0) flush();
      items.push(line.replace(ITEM, '').trim());
    } else if (items.length > 0) items.push(`${items.pop()} ${line.trim()}`);
    else lines.push(line.trim());
  }
  flush();
  return blocks;
}

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

export function parseSpans(line: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const found of line.matchAll(SPAN)) {
    if (found.index > end) spans.push({ kind: 'text', text: line.slice(end, found.index) });
    spans.push(toSpan(found));
    end = found.index + found[0].length;
  }
  if (end < line.length) spans.push({ kind: 'text', text: line.slice(end) });
  return spans;
}

function toSpan([, code, strong, emphasis, text = '', href = '']: RegExpExecArray): Span {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  return emphasis === undefined ? { kind: 'link', text, href } : { kind: 'emphasis', text: emphasis };
}
