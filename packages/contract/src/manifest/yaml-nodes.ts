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

/** Finds the first alias without an anchor before it, or the one that is too many. */
export function findUnusableAlias(contents: unknown, limit: number): UnusableAlias | undefined {
  const anchors = new Set<string>();
  let count = 0;
  let unusable: UnusableAlias | undefined;
  visitNodes(contents, (node) => {
    if (isAlias(node)) {
      count += 1;
      const offset = node.range?.[0] ?? 0;
      if (count > limit) unusable ??= { offset, reason: `there are more than ${limit}` };
      else if (!anchors.has(node.source))
        unusable ??= { offset, reason: `nothing is named '&${node.source}' before` };
    } else if ((isScalar(node) || isCollection(node)) && node.anchor) anchors.add(node.anchor);
  });
  return unusable;
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
