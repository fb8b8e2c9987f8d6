import { createContext, type ReactNode, use } from 'react';

type PageParams = Readonly<Record<string, string>>;

const PageParamsContext = createContext<PageParams>({});

/** Set by the shell around a plugin's page, whose path it matched itself. */
export function PageParamsProvider(props: { readonly params: PageParams; readonly children: ReactNode }) {
  return <PageParamsContext value={props.params}>{props.children}</PageParamsContext>;
}

/**
 * The `:name` parts of the page's path; empty where the path has none of that name.
 *
 * @example
 * const { id = '' } = usePageParams();
 */
export function usePageParams(): PageParams {
  return use(PageParamsContext);
}
