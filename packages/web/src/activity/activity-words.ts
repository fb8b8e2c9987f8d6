/** `patient_list.exported` → `Patient list exported`. The exact name stays in the tooltip and in the filter. */
export function describeAction(action: string): string {
  const words = action.replaceAll('.', ' ').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `{ rows: 3, reason: 'care' }` → `rows: 3, reason: care`. */
export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(details).map(
    ([name, value]) => `${name.replaceAll('_', ' ')}: ${toText(value)}`,
  );
  return parts.join(', ');
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(' ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
