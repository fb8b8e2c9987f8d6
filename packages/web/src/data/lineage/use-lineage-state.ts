import { useSearchState } from '@honeyframe/sdk/frontend';

const nothing = {
  workspace: '',
  /** Id of the node in focus. */
  node: '',
  /** Steps from the focus; all where it is empty. */
  depth: '',
  /** `yes`: only what the focus reaches. */
  only: '',
  /** `yes`: checks as nodes of their own. */
  tests: '',
};

export type LineageState = Readonly<typeof nothing>;

/** What is looked at; all of it in the address, so that it can be sent to a colleague. */
export function useLineageState() {
  return useSearchState(nothing);
}
