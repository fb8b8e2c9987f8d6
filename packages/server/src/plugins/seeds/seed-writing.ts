import { provisionalId, type SeededGroup, type SeedStep } from './merge/seeded-state.ts';

export interface SeedWriting {
  readonly plugin: string;
  readonly version: string;
  /** Of new groups, by name. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly orgs: readonly OrgWriting[];
}

export interface OrgWriting {
  readonly org_id: string;
  readonly steps: readonly SeedStep[];
  readonly previous: readonly SeededGroup[];
  readonly base: readonly SeededGroup[];
}

/** Ids of new groups, by organisation and provisional id. */
export class CreatedGroups {
  readonly #ids = new Map<string, string>();

  add(orgId: string, name: string, id: string): void {
    this.#ids.set(`${orgId} ${provisionalId(name)}`, id);
  }

  /** The id to write: that of a group which exists is its own. */
  resolve<Id extends string | null>(orgId: string, groupId: Id): string | Id {
    return this.#ids.get(`${orgId} ${groupId}`) ?? groupId;
  }
}

/** A statement carries at most 65,535 parameters. */
export function partsOf<Row>(rows: readonly Row[]): Row[][] {
  const size = 5000;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) =>
    rows.slice(part * size, (part + 1) * size),
  );
}
