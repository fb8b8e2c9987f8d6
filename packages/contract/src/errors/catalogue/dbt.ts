import { defineProblems } from '../problem.ts';

/** Problems of dbt workspaces, their runs and schedules. */
export const dbtProblems = defineProblems({
  HF_DBT_WORKSPACE_UNKNOWN: {
    status: 404,
    message: "There is no dbt workspace '{workspace}' here.",
    hint: 'Choose one of the list on the Workspaces page; a plugin brings its own when it is enabled.',
  },
  HF_DBT_WORKSPACE_REFUSED: {
    status: 409,
    message: "The dbt workspace '{workspace}' is not built: {reason}",
    hint: 'Mend the workspace, then run it again; what readers see stays as it was.',
  },
  HF_DBT_WORKSPACE_TOO_LARGE: {
    message: 'The dbt workspace has more than {limit}.',
    hint: 'Import large files through a connector instead of keeping them in the workspace.',
  },
  HF_DBT_PROJECT_INVALID: {
    message: "'{file}' is not a dbt project: {reason}.",
    hint: "Give it at least a 'name' and 'model-paths', as in dbt's documentation.",
  },
  HF_DBT_PATH_OUTSIDE: {
    message: "'{path}' in '{field}' leads out of the dbt workspace.",
    hint: 'Keep every file inside the workspace, and name it relative to dbt_project.yml.',
  },
  HF_DBT_PATH_COMPUTED: {
    message: "'{path}' in '{field}' is computed, so it cannot be checked before dbt starts.",
    hint: 'Write the value itself instead of Jinja.',
  },
  HF_DBT_LINK_OUTSIDE: {
    message: "The link '{path}' leads out of the dbt workspace, or to nothing.",
    hint: 'Replace the link by the file itself.',
  },
  HF_DBT_PROFILES_IGNORED: {
    severity: 'warning',
    message: "'{file}' is not used: the platform gives every run its profile.",
    hint: 'Remove it.',
  },
  HF_DBT_PARSE_LATER: {
    severity: 'warning',
    message: "Whether dbt can parse the workspace '{workspace}' is not known yet: dbt is not ready.",
    hint: 'It is checked as soon as dbt is ready; a workspace that it cannot parse is set aside, and the rest of the plugin runs.',
  },
  HF_DBT_PYTHON_MODEL: {
    message: "The Python model '{file}' is not run: Python models could do anything on this machine.",
    hint: 'Write the model in SQL.',
  },
  HF_DBT_PACKAGES_MISSING: {
    message: "Packages that the workspace needs are missing: '{packages}' ({reason}).",
    hint: "Run 'dbt deps' in the workspace and ship its 'dbt_packages' with it, or let this machine reach dbt's hub.",
  },
  HF_DBT_SOURCE_NAME_INVALID: {
    message: "'{name}' cannot be the database of a source.",
    hint: 'Name a raw source, or a workspace with underscores for hyphens: lower-case letters, digits, underscores.',
  },
  HF_DBT_SOURCE_FORBIDDEN: {
    status: 409,
    message: "The workspace '{workspace}' reads '{name}', which belongs to another plugin.",
    hint: "Add that plugin to 'requires' in plugin.yaml.",
  },
  HF_DBT_SOURCE_MISSING: {
    status: 409,
    message: "The workspace '{workspace}' reads '{names}', of which there is nothing yet.",
    hint: 'Import that data, or build that workspace, then run this one again.',
  },
  HF_DBT_SCHEMA_NAME: {
    status: 409,
    message: "'{node}' is built in a schema named '{schema}', which hides the tables of the workspace.",
    hint: 'Give that schema another name.',
  },
  HF_DBT_NOTHING_SELECTED: {
    status: 409,
    message: "Nothing was built: the selection '{selection}' fits no model, seed, snapshot or test.",
    hint: 'Correct the selection, or leave it out to build everything.',
  },
  HF_DBT_BUILD_FAILED: {
    status: 500,
    message: '{failed} of {nodes} nodes failed; the first: {reason}',
    hint: 'Look at what each of them says; what readers see stays as it was.',
  },
  HF_DBT_PARSE_FAILED: {
    status: 500,
    message: 'dbt could not start on the workspace: {reason}',
    hint: 'Mend what the message names; what readers see stays as it was.',
  },
  HF_DBT_CRASHED: {
    status: 500,
    message: 'dbt ended without an answer ({how}).',
    hint: 'Run it again; if it stays, look for a model that needs more memory than a run may use.',
  },
  HF_DBT_TIMEOUT: {
    status: 500,
    message: 'The run was stopped after {minutes} minutes.',
    hint: 'Look in the run for the model that does not end.',
  },
  HF_DBT_MEMORY: {
    status: 500,
    message: 'The run was stopped: it took more than {megabytes} MB of memory.',
    hint: 'Look in the run for the model that was being built; an operator sets the bound with DBT_RUN_MEMORY_GB.',
  },
  HF_DBT_DISK: {
    status: 500,
    message: 'The run was stopped: it wrote {megabytes} MB, and there is no room for more.',
    hint: 'Look for a model with far more rows than it should have; an operator sets the bound with DBT_RUN_DISK_GB, or frees disk.',
  },
  HF_DBT_RUNS_BUSY: {
    status: 409,
    message: "Builds of '{workspace}' do not end.",
    hint: 'Cancel them on the Builds page, wait a moment, and try again.',
  },
  HF_DBT_WEBHOOK_URL: {
    status: 400,
    message: "Messages cannot be sent to '{url}': {reason}.",
    hint: 'Name a public https address, or ask the operator to allow the host in HONEYFRAME_WEBHOOK_HOSTS.',
  },
  HF_DBT_WEBHOOK_SECRET: {
    status: 400,
    message: 'Messages need a secret that signs them.',
    hint: 'Send one of at least 16 characters; whoever receives the messages checks them with it.',
  },
  HF_DBT_DOCS_FAILED: {
    status: 500,
    message: 'dbt could not write its documentation: {reason}.',
    hint: 'Read what dbt says; a build of the same workspace shows more of it in its log.',
  },
  HF_DBT_DOCS_NOTHING_BUILT: {
    status: 409,
    message: "There is nothing to document: '{workspace}' was not built here yet.",
    hint: "Build '{workspace}' first; its documentation says what its tables have in them.",
  },
  HF_DBT_DOCS_NOT_READY: {
    status: 409,
    message: "The documentation of '{workspace}' is not made yet.",
    hint: "Send POST to '/api/dbt/workspaces/{workspace}/docs' until it answers 'ready'.",
  },
  HF_DBT_WEBHOOK_UNSET: {
    status: 409,
    message: 'There is no address yet that messages could be sent to.',
    hint: 'Save an address and a secret first.',
  },
  HF_DBT_RESUME_IMPOSSIBLE: {
    status: 409,
    message: 'The run cannot be resumed: {reason}.',
    hint: 'Build the whole workspace instead.',
  },
  HF_DBT_RUN_CANCELLED: {
    status: 409,
    message: 'The run was cancelled{by}.',
    hint: 'Run it again when you like; what readers see stays as it was.',
  },
  HF_DBT_RUN_STOPPED: {
    status: 503,
    message: 'The run was cancelled because the platform stopped.',
    hint: 'Run it again; what readers see stays as it was.',
  },
  HF_DBT_RUN_LOST: {
    status: 500,
    message: 'The platform that ran this build ended without finishing it.',
    hint: 'Run it again; what readers see stays as it was.',
  },
  HF_DBT_OWNER_DISABLED: {
    status: 409,
    message: "The run was cancelled because the plugin '{plugin}' is switched off here.",
    hint: 'Switch the plugin on, then run it again; what readers see stays as it was.',
  },
  HF_SCHEDULE_INVALID: {
    status: 400,
    message: "'{field}' is not usable: {reason}.",
    hint: 'Correct that field; the preview shows when the schedule would fire.',
  },
  HF_SCHEDULE_OF_PLUGIN: {
    status: 409,
    message: "The schedule '{name}' belongs to the plugin '{plugin}', so it cannot be deleted.",
    hint: 'Switch it off instead.',
  },
  HF_SCHEDULE_OF_PERSON: {
    status: 409,
    message: "The schedule '{name}' was made by hand: there is nothing to set it back to.",
    hint: 'Change it, or delete it.',
  },
  HF_DBT_RUN_OVER: {
    status: 409,
    message: "The run is over already: it is '{state}'.",
    hint: 'Reload the page.',
  },
});
