import { createBrowserRouter, type RouteObject } from 'react-router';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { RequirePermission } from './shell/require-permission.tsx';
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
  {
    element: <RequirePermission permission="dataset.read" />,
    children: [
      {
        path: 'data/datasets',
        lazy: async () => ({ Component: (await import('./data/datasets/datasets-page.tsx')).DatasetsPage }),
      },
      {
        path: 'data/datasets/:id',
        lazy: async () => ({ Component: (await import('./data/datasets/dataset-page.tsx')).DatasetPage }),
      },
      {
        path: 'data/lineage',
        lazy: async () => ({ Component: (await import('./data/lineage/lineage-page.tsx')).LineagePage }),
      },
    ],
  },
  {
    element: <RequirePermission permission="dbt.read" />,
    children: [
      {
        path: 'data/workspaces',
        lazy: async () => ({
          Component: (await import('./data/workspaces/workspaces-page.tsx')).WorkspacesPage,
        }),
      },
      {
        path: 'data/runs',
        lazy: async () => ({ Component: (await import('./data/runs/runs-page.tsx')).RunsPage }),
      },
      {
        path: 'data/schedules',
        lazy: async () => ({
          Component: (await import('./data/schedules/schedules-page.tsx')).SchedulesPage,
        }),
      },
      {
        path: 'data/quality',
        lazy: async () => ({ Component: (await import('./data/quality/quality-page.tsx')).QualityPage }),
      },
      {
        path: 'data/runs/:id',
        lazy: async () => ({ Component: (await import('./data/runs/run-page.tsx')).RunPage }),
      },
    ],
  },
  {
    element: <RequirePermission permission="connector.import" />,
    children: [
      {
        path: 'data/sources',
        lazy: async () => ({ Component: (await import('./data/sources/sources-page.tsx')).SourcesPage }),
      },
    ],
  },
  {
    element: <RequirePermission permission="org.admin" />,
    children: [
      {
        path: 'admin/plugins',
        lazy: async () => ({ Component: (await import('./plugins/plugins-page.tsx')).PluginsPage }),
      },
      {
        path: 'admin/plugins/plan',
        lazy: async () => ({ Component: (await import('./plugins/plan/plan-page.tsx')).PlanPage }),
      },
      {
        path: 'admin/plugins/:slug/settings',
        lazy: async () => ({ Component: (await import('./settings/settings-page.tsx')).SettingsPage }),
      },
      {
        path: 'admin/plugins/:slug/access',
        lazy: async () => ({
          Component: (await import('./permissions/route-report-page.tsx')).RouteReportPage,
        }),
      },
      {
        path: 'admin/permissions',
        lazy: async () => ({
          Component: (await import('./permissions/permissions-page.tsx')).PermissionsPage,
        }),
      },
      {
        path: 'admin/access',
        lazy: async () => ({ Component: (await import('./matrix/matrix-page.tsx')).MatrixPage }),
      },
      {
        path: 'admin/groups',
        lazy: async () => ({ Component: (await import('./groups/groups-page.tsx')).GroupsPage }),
      },
      {
        path: 'admin/groups/:id',
        lazy: async () => ({ Component: (await import('./groups/group-page.tsx')).GroupPage }),
      },
      {
        path: 'admin/warehouse',
        lazy: async () => ({
          Component: (await import('./data/warehouse/warehouse-page.tsx')).WarehousePage,
        }),
      },
      {
        path: 'admin/notifications',
        lazy: async () => ({
          Component: (await import('./notifications/notifications-page.tsx')).NotificationsPage,
        }),
      },
      {
        path: 'admin/users',
        lazy: async () => ({ Component: (await import('./people/people-page.tsx')).PeoplePage }),
      },
    ],
  },
  {
    element: <RequirePermission permission="audit.read" />,
    children: [
      {
        path: 'admin/audit',
        lazy: async () => ({ Component: (await import('./activity/activity-page.tsx')).ActivityPage }),
      },
    ],
  },
  {
    path: 'account',
    lazy: async () => ({ Component: (await import('./account/account-page.tsx')).AccountPage }),
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
