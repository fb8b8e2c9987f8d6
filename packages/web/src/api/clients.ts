import {
  accessApi,
  auditApi,
  authApi,
  connectorsApi,
  createApiClient,
  dashboardsApi,
  dbtApi,
  dbtCatalogueApi,
  dbtQualityApi,
  dbtRunDetailsApi,
  dbtSchedulesApi,
  dbtVersionsApi,
  dbtWebhookApi,
  lifeCycleApi,
  orphansApi,
  peopleApi,
  permissionsApi,
  pluginsApi,
  settingsApi,
  shellApi,
  warehouseApi,
} from '@honeyframe/contract/api';
import { send } from '@honeyframe/sdk/frontend';

/** One client for each area of the platform, built from the tables that the server binds its handlers to. */
export const authClient = createApiClient(authApi, send);
export const shellClient = createApiClient(shellApi, send);
export const accessClient = createApiClient(accessApi, send);
export const peopleClient = createApiClient(peopleApi, send);
export const auditClient = createApiClient(auditApi, send);
export const permissionsClient = createApiClient(permissionsApi, send);
export const pluginsClient = createApiClient(pluginsApi, send);
export const lifeCycleClient = createApiClient(lifeCycleApi, send);
export const orphansClient = createApiClient(orphansApi, send);
export const dashboardsClient = createApiClient(dashboardsApi, send);
export const connectorsClient = createApiClient(connectorsApi, send);
export const settingsClient = createApiClient(settingsApi, send);
export const dbtClient = createApiClient(dbtApi, send);
export const dbtCatalogueClient = createApiClient(dbtCatalogueApi, send);
export const dbtRunDetailsClient = createApiClient(dbtRunDetailsApi, send);
export const dbtVersionsClient = createApiClient(dbtVersionsApi, send);
export const warehouseClient = createApiClient(warehouseApi, send);
export const qualityClient = createApiClient(dbtQualityApi, send);
export const webhookClient = createApiClient(dbtWebhookApi, send);
export const schedulesClient = createApiClient(dbtSchedulesApi, send);
