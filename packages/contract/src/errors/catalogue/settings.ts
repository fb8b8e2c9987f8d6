import { defineProblems } from '../problem.ts';

/** Problems of what administrators set for a plugin. */
export const settingsProblems = defineProblems({
  HF_SETTINGS_NONE: {
    status: 404,
    message: "There is no plugin '{plugin}' that has settings.",
    hint: "Choose another plugin, or declare 'settings' in its plugin.yaml.",
  },
  HF_SETTINGS_INVALID: {
    status: 400,
    message: "These settings of '{plugin}' cannot be saved: {details}.",
    hint: 'Correct the settings named in the message; nothing was saved.',
  },
  HF_SETTINGS_INCOMPLETE: {
    status: 503,
    message: 'The plugin is not set up in this organisation yet: {details}.',
    hint: 'Ask an administrator to open the settings of the plugin and to fill these in.',
  },
  HF_SETTINGS_SCHEMA_UNUSABLE: {
    status: 503,
    message: "The settings of '{plugin}' are not a usable JSON Schema: {reason}.",
    hint: "Correct 'settings' in plugin.yaml; the form takes the simple kinds that docs/authors.md lists.",
  },
});
