import type { WarehouseFile } from '../warehouse/index.ts';
import type { DeclaredSource } from './declared-sources/declared-source.ts';

export interface SourceSummary {
  schema: string;
  declared_by: string[];
  imported_at: string | null;
  tables: number;
}

/** Raw sources that are declared or there, by name; without the one that the platform writes itself. */
export function listSources(
  files: readonly WarehouseFile[],
  declared: readonly DeclaredSource[],
  except: string,
): SourceSummary[] {
  const imported = new Map(files.filter((file) => file.kind === 'source').map((file) => [file.name, file]));
  const schemas = new Set([...imported.keys(), ...declared.map((source) => source.schema)]);
  schemas.delete(except);
  return [...schemas].sort().map((schema) => {
    const file = imported.get(schema);
    const owners = declared.filter((source) => source.schema === schema).map((source) => source.declared_by);
    return {
      schema,
      declared_by: [...new Set(owners)],
      imported_at: file?.built_at ?? null,
      tables: Number(file?.details.tables ?? 0),
    };
  });
}
