/**
 * Whether a script is a copy of React or ReactDOM: they write these properties, and no minifier renames properties.
 * Packages that only look at React (react-is and its like) know its symbols, but do none of this.
 */
export function definesReact(code: string): boolean {
  return signs.some((sign) => sign.test(code));
}

const signs = [
  /__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE\s*=[^=]/,
  /__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED\s*=[^=]/,
  // Where every hook of React 19 goes; left when a bundler drops the internals because nothing imports them.
  /\.H\.use(?:State|Effect|Context|Memo|Ref|Reducer|Callback)\(/,
  /rendererPackageName:\s*["'`]react-dom["'`]/,
];
