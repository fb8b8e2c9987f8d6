/** Longer names of strangers are cut in messages. */
const SHOWN_CHARACTERS = 120;

/** A name from an archive as text that cannot harm a terminal or a log. */
export function describeName(name: string): string {
  const shown = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
  return shown.replace(
    /[\p{Cc}\p{Cf}\ufffd]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
