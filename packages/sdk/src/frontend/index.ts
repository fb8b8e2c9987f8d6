export { ApiError } from '@honeyframe/contract/api';
export { useQueryClient } from '@tanstack/react-query';
export { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
export * from './define.ts';
export { PageParamsProvider, usePageParams } from './page-params.tsx';
export { PluginProvider, type PluginScope, usePlugin } from './plugin-context.tsx';
export { PluginLink, type PluginLinkProps, usePluginHref, usePluginNavigate } from './plugin-link.tsx';
export {
  type PluginMutationOptions,
  type PluginQueryOptions,
  usePluginMutation,
  usePluginQuery,
  usePluginUrl,
} from './plugin-query.ts';
export { type PluginTables, usePluginTables } from './plugin-tables.ts';
export { appendQuery, type JsonRequest, type Method, type QueryValues, requestJson } from './request-json.ts';
export { SESSION_ENDED, send } from './send.ts';
export {
  SessionProvider,
  type SessionProviderProps,
  type SessionScope,
  usePermission,
  useSession,
} from './session-context.tsx';
export { useFormat } from './use-format.ts';
export { useSearchState } from './use-search-state.ts';
