/** Files of one plugin, vendored packages included: ten times what a large one with its node_modules has. */
export const MAX_FILES = 20_000;
/** Folders are counted too: links to folders, or an archive of nothing else, could make any number of them. */
export const MAX_FOLDERS = 20_000;
/** All files of one plugin together, unpacked. */
export const MAX_BYTES = 512 * 1024 * 1024;
/** Text compresses to a tenth, repetitive seeds to a fiftieth; gzip ends at 1:1032, which only zeros reach. */
export const MAX_RATIO = 100;
/** Below this an archive may have any ratio: small files of one repeated line are no attack. */
export const RATIO_FREE_BYTES = 16 * 1024 * 1024;
/** Headers, padding and long names of an archive's entries, beside the contents. */
export const MAX_ARCHIVE_OVERHEAD = 64 * 1024 * 1024;

export function describeMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
