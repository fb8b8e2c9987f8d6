/** A plugin's name: lower-case words with single hyphens; a leading underscore marks a demonstration. */
export const slugPattern = /^_?[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Characters that a slug may have at most. */
export const slugMaxLength = 50;

/** Whether the text may name a plugin (reserved names aside). */
export function isPluginSlug(text: string): boolean {
  return text.length <= slugMaxLength && slugPattern.test(text);
}

/** `care-home` → `Care Home`: the display name of a plugin that gives none. */
export function titleCase(slug: string): string {
  return slug
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** The slug that the author of a wrong one probably meant, for a hint: `Health Care` → `health-care`. */
export function suggestSlug(text: string): string {
  const words = text
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, slugMaxLength)
    .replace(/-$/, '');
  return words === '' ? 'my-plugin' : words;
}
