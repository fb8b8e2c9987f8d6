import { isAlias, isCollection, isMap, isPair, isScalar, type YAMLMap } from 'yaml';

/** A key given twice in one mapping, as offsets into the text. */
export interface RepeatedKey {
  readonly key: string;
  readonly first: number;
  readonly repeated: number;
}

/** Finds keys given twice, in time linear in the size of the document. */
export function findRepeatedKeys(contents: unknown): RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  visitNodes(contents, (node) => {
    if (isMap(node) && node.items.length > 1) collectRepeated(node, repeated);
  });
  return repeated;
}

function collectRepeated(map: YAMLMap, repeated: RepeatedKey[]): void {
  const seen = new Map<string, number>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const text = String(key.value);
    const offset = key.range?.[0] ?? 0;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, offset);
    else repeated.push({ key: text, first, repeated: offset });
  }
}

/** An alias that cannot be expanded, and why. */
export interface UnusableAlias {
  readonly offset: number;
  readonly reason: string;
}

/** Finds the first alias that names nothing before it, that stands inside of what it names, or that is too many. */
export function findUnusableAlias(contents: unknown, limit: number): UnusableAlias | undefined {
  const ends = new Map<string, number>();
  let count = 0;
  let unusable: UnusableAlias | undefined;
  visitNodes(contents, (node) => {
    if (isAlias(node)) {
      count += 1;
      const offset = node.range?.[0] ?? 0;
      const reason =
        count > limit ? `there are more than ${limit}` : describeAlias(node.source, offset, ends);
      if (reason !== undefined) unusable ??= { offset, reason };
    } else if ((isScalar(node) || isCollection(node)) && node.anchor) {
      ends.set(node.anchor, node.range?.[1] ?? 0);
    }
  });
  return unusable;
}

function describeAlias(name: string, offset: number, ends: ReadonlyMap<string, number>): string | undefined {
  const end = ends.get(name);
  if (end === undefined) return `nothing is named '&${name}' before`;
  // It would make a value that holds itself, which nothing downstream could store.
  return offset < end ? `'*${name}' stands inside of what it names` : undefined;
}

/** Where the first key stands that is a list, a mapping or an alias instead of a text. */
export function findCollectionKey(contents: unknown): number | undefined {
  let found: number | undefined;
  visitNodes(contents, (node) => {
    if (!isMap(node) || found !== undefined) return;
    const odd = node.items.find(({ key }) => key !== null && !isScalar(key));
    if (odd) found = isCollection(odd.key) || isAlias(odd.key) ? (odd.key.range?.[0] ?? 0) : 0;
  });
  return found;
}

/** Where the first alias stands. */
export function findFirstAlias(contents: unknown): number | undefined {
  let found: number | undefined;
  visitNodes(contents, (node) => {
    if (isAlias(node)) found ??= node.range?.[0];
  });
  return found;
}

/** Calls back for every node in the order of the text; with a list of its own, so that depth costs no stack. */
function visitNodes(contents: unknown, visit: (node: unknown) => void): void {
  const open: unknown[] = [contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) {
      open.push(node.value, node.key);
      continue;
    }
    visit(node);
    if (!isCollection(node)) continue;
    for (let index = node.items.length - 1; index >= 0; index--) open.push(node.items[index]);
  }
}
