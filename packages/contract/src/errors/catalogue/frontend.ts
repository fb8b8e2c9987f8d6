import { defineProblems } from '../problem.ts';

/** Problems of building the shell and the plugins' frontends. */
export const frontendProblems = defineProblems({
  HF_FRONTEND_BUILD_FAILED: {
    message: "The frontend of the plugin '{plugin}' does not build: {reason}",
    hint: 'Mend the file named in the message; the pages of this plugin are off until then.',
  },
  HF_FRONTEND_BUILD_STOPPED: {
    message: "The build of the plugin '{plugin}' was stopped: {reason}.",
    hint: 'Make the frontend smaller, or ship it prebuilt in frontend/dist; the log has the last lines.',
  },
  HF_FRONTEND_ENTRY_MISSING: {
    message: "The frontend entry '{entry}' does not exist, and there is no prebuilt frontend either.",
    hint: "Create the file, or correct 'frontend_entry' in plugin.yaml.",
  },
  HF_FRONTEND_MODULE_UNKNOWN: {
    message: "'{importer}' imports '{module}', which the shell does not share and the plugin does not bring.",
    hint: "Put the package into the plugin's own node_modules; the shell shares: {shared}.",
  },
  HF_FRONTEND_EXPORT_UNKNOWN: {
    message: "The frontend imports '{name}' from '{module}', which does not export it.",
    hint: 'Correct the name; it may belong to a newer platform than this one.',
  },
  HF_FRONTEND_FILE_OUTSIDE: {
    message: "'{importer}' reaches '{file}', which lies outside of the frontend's folder '{folder}'.",
    hint: 'Move the file into that folder: what a browser loads is public.',
  },
  HF_FRONTEND_OWN_REACT: {
    message:
      "The frontend of the plugin '{plugin}' carries its own copy of React ({where}), so hooks would fail.",
    hint: "Import 'react' by its bare name, and remove the copy; the shell shares its own.",
  },
  HF_FRONTEND_ENTRY_UNREADABLE: {
    message: "What '{entry}' declares cannot be read: {reason}",
    hint: 'Export default defineFrontend({ … }), and leave browser code to the pages, which load lazily.',
  },
  HF_FRONTEND_DEFINITION_INVALID: {
    message: "'{entry}' declares {what} wrongly: {reason}.",
    hint: 'Correct the declaration; defineFrontend() and defineBlock() show the expected shape.',
  },
  HF_FRONTEND_DUPLICATE: {
    message: "'{entry}' declares the {what} '{name}' more than once.",
    hint: 'Remove one, or rename it.',
  },
  HF_FRONTEND_PERMISSION_UNDECLARED: {
    message: "The {what} '{name}' asks for '{permission}', which the manifest does not declare.",
    hint: "Add '{permission}' to 'permissions' in plugin.yaml, or correct the {what}.",
  },
  HF_FRONTEND_PREBUILT_INVALID: {
    message: "The prebuilt frontend in '{folder}' cannot be used: {reason}.",
    hint: "Build it again and ship the folder unchanged, with the hash of every file in 'bundle.json'.",
  },
  HF_FRONTEND_SHELL_FAILED: {
    status: 503,
    message: 'The shell (the pages of the platform) could not be built: {reason}',
    hint: 'Read the log for the whole output; the API serves meanwhile.',
  },
});
