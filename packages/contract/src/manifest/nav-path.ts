/** Whether a text can be an address in the shell: absolute, without white space, query, fragment, `//`, `.` and `..`. */
export function isNavPath(text: string): boolean {
  return text.length <= 200 && /^\/[^\s?#\\]*$/.test(text) && !/\/\.{0,2}\/|\/\.{1,2}$/.test(text);
}
