import { defineProblems } from '../problem.ts';

/** Problems of a plugin's life at run time; those of its manifest are in manifest.ts. */
export const pluginProblems = defineProblems({
  HF_PLUGIN_DISABLED: {
    status: 404,
    message: "The plugin '{plugin}' is not enabled in this organisation.",
    hint: 'Ask an administrator to enable it.',
  },
  HF_PLUGIN_MISSING: {
    status: 404,
    message: "The folder of the plugin '{plugin}' is gone; its data is kept.",
    hint: 'Put the folder back and restart.',
  },
  HF_PLUGIN_FAILED: {
    status: 503,
    message: "The plugin '{plugin}' could not be started.",
    hint: 'Ask an administrator to open the Plugins page, which says why.',
  },
  HF_PLUGIN_STARTING: {
    status: 503,
    message: "The plugin '{plugin}' is still starting.",
    hint: 'Wait a moment and try again.',
  },
  HF_PLUGIN_TIMEOUT: {
    status: 503,
    message: "The plugin '{plugin}' took longer than {seconds} s to {step}.",
    hint: 'Move slow work out of the module and the router function into a handler.',
  },
  HF_PLUGIN_ROUTE_FAILED: {
    status: 500,
    message: "The plugin '{plugin}' failed while answering.",
    hint: 'Try again; if it stays, give the operator the request id {request_id}.',
  },
  HF_PLUGIN_INSTALL_FAILED: {
    message: "The plugin '{plugin}' could not be installed: {reason}",
    hint: 'Mend the cause and restart; nothing of the failed step was kept.',
  },
  HF_RUNTIME_PYTHON_MISSING: {
    status: 503,
    message: "The router '{spec}' is written in Python, which this version cannot run yet.",
    hint: 'Write the router in TypeScript, or wait for the Python runtime.',
  },
  HF_ROUTER_IMPORT_FAILED: {
    message: "The router '{spec}' could not be loaded: {reason}.",
    hint: 'Mend the file; a missing package must be vendored in the plugin folder.',
  },
  HF_ROUTER_EXPORT_MISSING: {
    message: "'{file}' does not export '{export}'. It exports: {exports}.",
    hint: "Export it, or correct the name after the colon in 'routers'.",
  },
  HF_ROUTER_NOT_A_FUNCTION: {
    message: "The export '{export}' of '{file}' is not a router.",
    hint: "Export a function: 'export const router: Router = async (app) => { … }'.",
  },
  HF_ROUTE_PERMISSION_MISSING: {
    message: 'The route {method} {path} names no permission.',
    hint: "Add '{ config: { permission: \"…\" } }' to the route; 'authenticated' lets every member in.",
  },
  HF_ROUTE_PERMISSION_UNDECLARED: {
    message: "The route {method} {path} asks for '{permission}', which the manifest does not declare.",
    hint: "Add '{permission}' to 'permissions' in plugin.yaml, or correct the route.",
  },
  HF_ROUTE_PUBLIC_UNDECLARED: {
    message: "The route {method} {path} is public, but 'public_routes' does not list it.",
    hint: "Add '{method} {path}' to 'public_routes' in plugin.yaml, or ask for a permission.",
  },
  HF_MIGRATION_FAILED: {
    message: "The migration '{file}' of the plugin '{plugin}' failed: {reason}",
    hint: 'Mend the SQL; nothing of it was kept.',
  },
  HF_MIGRATION_CHANGED: {
    message: "The migration '{file}' of the plugin '{plugin}' was edited after it had been applied.",
    hint: 'Restore the file and put the change into a new migration.',
  },
});
