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
  HF_PLUGIN_UNINSTALLED: {
    status: 404,
    message: "The plugin '{plugin}' is not installed any more.",
    hint: 'Ask an administrator; what it had stored may have been kept for another installation.',
  },
  HF_PLUGIN_UNINSTALLING: {
    status: 503,
    message: "The plugin '{plugin}' is being uninstalled.",
    hint: 'Wait a moment; should the uninstallation fail, the plugin runs on.',
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
  HF_PLUGIN_UNKNOWN: {
    status: 404,
    message: "There is no plugin '{plugin}' here.",
    hint: 'Look at the list of plugins; a new folder belongs below {place}.',
  },
  HF_PLUGIN_BUSY: {
    status: 409,
    message: "Another step of the plugin '{plugin}' is under way.",
    hint: 'Wait until it is done, look at the new plan, and try again.',
  },
  HF_PLUGIN_LOCKED: {
    status: 409,
    message:
      "The step of the plugin '{plugin}' gave up: somebody's open transaction keeps tables locked that it has to change. Nothing was changed.",
    hint: 'Try again when reports and imports that use them have ended; an operator finds the transaction in pg_stat_activity.',
  },
  HF_PLUGIN_PLAN_OUTDATED: {
    status: 409,
    message: "The plan for the plugin '{plugin}' no longer fits: {reason}.",
    hint: 'Make a new plan, look at it, and confirm that one.',
  },
  HF_PLUGIN_STEP_IMPOSSIBLE: {
    status: 409,
    message: "'{step}' is not possible for the plugin '{plugin}': {reason}.",
    hint: 'Look at the state of the plugin on the Plugins page.',
  },
  HF_PLUGIN_STEP_BLOCKED: {
    status: 422,
    message: "The plugin '{plugin}' cannot take the step '{step}': {reason}",
    hint: 'Mend what the plan lists as blocking; nothing was changed.',
  },
  HF_PLUGIN_STEP_FAILED: {
    status: 500,
    message: "The step '{step}' of the plugin '{plugin}' failed: {reason}",
    hint: 'Mend the cause and try again; what ran before runs on.',
  },
  HF_PLUGIN_SOURCE_CONFLICT: {
    status: 409,
    message: "The plugin '{plugin}' is installed from {installed}, and this one comes from {source}.",
    hint: 'Uninstall the other one first, keeping its data, or rename this one.',
  },
  HF_PLUGIN_FOLDER_FORBIDDEN: {
    status: 403,
    message: "The folder '{folder}' may be named by this machine's own command line only.",
    hint: 'Send the plugin as a .tgz (npm pack), or run honeyframe on the server.',
  },
  HF_PLUGIN_UNHEALTHY: {
    severity: 'warning',
    message: "Version {version} of the plugin '{plugin}' fails: {reason}.",
    hint: 'Roll back by hand: the version has changed tables, so it was not done by itself.',
  },
  HF_PLUGIN_UPLOAD_UNKNOWN: {
    status: 404,
    message: "There is no upload '{upload}' here any more.",
    hint: 'Send the archive again; uploads do not outlive a restart.',
  },
  HF_PLUGIN_UPLOAD_TOO_LARGE: {
    status: 413,
    message: 'The archive is larger than {limit}.',
    hint: 'Leave out what the plugin does not need to run.',
  },
  HF_PLUGIN_NEEDED: {
    severity: 'error',
    message: "The plugins {plugins} need '{plugin}'.",
    hint: 'Uninstall or disable those first.',
  },
  HF_MIGRATION_DOWN_MISSING: {
    message: "The migration '{file}' has no down file, so its changes cannot be undone.",
    hint: "Roll back without undoing migrations, or add '{down}'.",
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
