import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ProblemCode, ProblemContext } from '../errors/index.ts';

/** Something wrong with a node, as an offset into the text. */
export interface NodeProblem {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly context?: ProblemContext;
  /** For a key given twice: where it stands first. */
  readonly first?: number;
}

/** The plain value of a document, and what makes it doubtful or useless. */
export interface PlainValue {
  readonly value: unknown;
  /** False when an alias or a key has no sensible value. */
  readonly usable: boolean;
  readonly problems: readonly NodeProblem[];
}

/**
 * Characters and nodes that a value may have when its aliases are written out: four times the largest file. The value
 * itself shares what is repeated; whoever stores or sends it does not.
 */
export const maxExpandedSize = 1024 * 1024;
/** More of one kind than anybody reads. */
const maxProblems = 200;

/**
 * Turns the nodes of a document into plain values. One pass does what the library needs several for: finds repeated
 * keys (in linear time) and aliases that name nothing, hold themselves or multiply.
 */
export function toPlainValue(contents: unknown): PlainValue {
  const reader = new PlainValueReader();
  const value = reader.read(contents);
  return { value, usable: reader.usable, problems: reader.problems };
}

interface Anchor {
  readonly value: unknown;
  readonly size: number;
}

class PlainValueReader {
  readonly problems: NodeProblem[] = [];
  usable = true;
  #size = 0;
  readonly #anchors = new Map<string, Anchor>();
  readonly #open = new Set<string>();

  /** Recursion is safe: depth was bounded before the text was parsed. */
  read(node: unknown): unknown {
    this.#size += 1;
    if (isScalar(node)) return this.#readScalar(node.value, node.anchor);
    if (isMap(node)) return this.#anchored(node.anchor, () => this.#readPairs(node.items));
    if (isSeq(node)) return this.#anchored(node.anchor, () => node.items.map((item) => this.read(item)));
    if (isAlias(node)) return this.#readAlias(node.source, offsetOf(node));
    return isPair(node) ? this.#readPairs([node]) : null;
  }

  #readScalar(value: unknown, anchor: string | undefined): unknown {
    const length = typeof value === 'string' ? value.length : 0;
    this.#size += length;
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: length + 1 });
    return value;
  }

  #anchored(anchor: string | undefined, read: () => unknown): unknown {
    if (anchor === undefined) return read();
    const before = this.#size;
    this.#open.add(anchor);
    const value = read();
    this.#open.delete(anchor);
    this.#anchors.set(anchor, { value, size: this.#size - before });
    return value;
  }

  #readPairs(pairs: readonly Pair[]): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (const pair of pairs) {
      const { key } = pair;
      if (key !== null && !isScalar(key)) {
        this.#refuse({ code: 'HF_MANIFEST_KEY_NOT_TEXT', offset: offsetOf(key) });
        continue;
      }
      const name = String(key?.value ?? '');
      if (Object.hasOwn(record, name)) this.#reportRepeated(pairs, name, offsetOf(key));
      setField(record, name, this.read(pair.value));
    }
    return record;
  }

  #readAlias(name: string, offset: number): unknown {
    const anchor = this.#anchors.get(name);
    if (this.#open.has(name)) return this.#refuseAlias(offset, `'*${name}' stands inside of what it names`);
    if (!anchor) return this.#refuseAlias(offset, `nothing is named '&${name}' before`);
    this.#size += anchor.size;
    if (this.#size > maxExpandedSize)
      return this.#refuseAlias(offset, 'written out they would take over a megabyte');
    return anchor.value;
  }

  #refuseAlias(offset: number, reason: string): undefined {
    this.#refuse({ code: 'HF_MANIFEST_ALIAS_INVALID', offset, context: { reason } });
  }

  #refuse(problem: NodeProblem): void {
    // One is enough: those that follow mostly follow from it.
    if (this.usable) this.problems.push(problem);
    this.usable = false;
  }

  #reportRepeated(pairs: readonly Pair[], name: string, offset: number): void {
    if (this.problems.length >= maxProblems) return;
    const first = pairs.find(({ key }) => isScalar(key) && String(key.value ?? '') === name);
    this.problems.push({
      code: 'HF_MANIFEST_DUPLICATE_KEY',
      offset,
      context: { key: name.slice(0, 80) },
      first: offsetOf(first?.key),
    });
  }
}

/** Assigning to `__proto__` would replace the prototype instead of making a field. */
function setField(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  } else record[name] = value;
}

function offsetOf(node: unknown): number {
  return (node as Partial<Node> | null | undefined)?.range?.[0] ?? 0;
}
