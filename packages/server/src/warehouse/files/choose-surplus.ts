/** What decides whether a version stays. */
export interface KeptVersion {
  readonly id: string;
  readonly name: string;
  readonly bytes: string | number;
  readonly is_current: boolean;
  readonly created_at: Date;
}

export interface KeepLimits {
  /** Versions of a name that stay, the current one among them. */
  readonly keptVersions: number;
  /** What versions that are not current may weigh together. */
  readonly historyBytes: number;
}

/**
 * Versions of one organisation that are too many of their name, or too large together: then the oldest go first. Never
 * a current one.
 */
export function chooseSurplus(versions: readonly KeptVersion[], limits: KeepLimits): KeptVersion[] {
  const newestFirst = versions
    .filter(({ is_current }) => !is_current)
    .toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime());
  const counts = new Map<string, number>();
  let bytes = 0;
  return newestFirst.filter((version) => {
    const count = (counts.get(version.name) ?? 0) + 1;
    counts.set(version.name, count);
    if (count >= limits.keptVersions) return true;
    bytes += Number(version.bytes);
    return bytes > limits.historyBytes;
  });
}
