/** Values that a message names. */
export type ProblemContext = Readonly<Record<string, unknown>>;

/** Fills the `{names}` of a catalogue text; a name without a value stays visible, so that a gap is noticed. */
export function renderText(template: string, context: ProblemContext): string {
  return template.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    const value = context[name];
    return value === undefined ? whole : String(value);
  });
}
