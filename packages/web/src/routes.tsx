import { createBrowserRouter, type RouteObject } from 'react-router';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { RouteFailure } from './shell/route-failure.tsx';
import { ShellLayout } from './shell/shell-layout.tsx';
import { SplashScreen } from './shell/splash-screen.tsx';

/** Pages of the platform; each is a chunk of its own. Those of plugins come through `/plugins/<slug>/…`. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./home/home-page.tsx')).HomePage }) },
  {
    path: 'plugins/:slug/*',
    lazy: async () => ({ Component: (await import('./plugin-host/plugin-page.tsx')).PluginPage }),
  },
  { path: '*', Component: NotFoundPage },
];

export function createShellRouter() {
  return createBrowserRouter([
    {
      path: '/',
      Component: ShellLayout,
      HydrateFallback: SplashScreen,
      children: [{ ErrorBoundary: RouteFailure, children: pages }],
    },
  ]);
}
