import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A field of the manifest: keys and list indices from the top, such as `['nav', 0, 'path']`. */
export type FieldPath = readonly PropertyKey[];

/**
 * Where a field of the manifest stands: its value, or with 'key' its name. For a field that is not there, where the
 * nearest one around it stands.
 */
export type Positions = (path: FieldPath, part?: 'value' | 'key') => Position;

/** Looks positions up in a parsed document, only when asked: most manifests have nothing to report. */
export function createPositions(document: Document, lines: LineCounter): Positions {
  return (path, part = 'value') => {
    const offset = findOffset(document, path, part);
    if (offset === undefined) return { line: 1, column: 1 };
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function findOffset(document: Document, path: FieldPath, part: 'value' | 'key'): number | undefined {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const [index, segment] of path.entries()) {
    const step = stepInto(isAlias(node) ? node.resolve(document) : node, segment);
    if (!step) break;
    const wantsKey = part === 'key' && index === path.length - 1;
    node = step.value;
    offset = (wantsKey ? offsetOf(step.key) : offsetOf(node)) ?? offsetOf(step.key) ?? offset;
  }
  return offset;
}

function stepInto(node: unknown, segment: PropertyKey): { key?: unknown; value: unknown } | undefined {
  if (isSeq(node) && typeof segment === 'number') {
    return segment < node.items.length ? { value: node.items[segment] } : undefined;
  }
  if (!isMap(node)) return undefined;
  // Of a key given twice the last one counts, as it does for the value.
  return node.items.findLast(
    (pair: Pair) => isScalar(pair.key) && String(pair.key.value) === String(segment),
  );
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

/** The text of a plain scalar as it was written: `1.10` for a value that YAML reads as 1.1. */
export type SourceTexts = (path: FieldPath) => string | undefined;

/** Looks up how scalars were written. */
export function createSourceTexts(document: Document): SourceTexts {
  return (path) => {
    const node: unknown = document.getIn([...path], true);
    return isScalar(node) ? node.source : undefined;
  };
}
