/** One line of a text from elsewhere: a line break or an escape sequence in it would steer the terminal. */
export function toLine(text: string): string {
  return (
    text
      .replaceAll('\t', '  ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
      .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .trimEnd()
  );
}
