import { defineProblems } from '../problem.ts';

/** Problems of a plugin's manifest and folder, found by discovery. */
export const manifestProblems = defineProblems({
  // The file as such.
  HF_MANIFEST_MISSING: {
    message: "The folder '{folder}' has no plugin.yaml.",
    hint: "Add a plugin.yaml with 'name' and 'version', or move the folder out of 'plugins'.",
  },
  HF_MANIFEST_NOT_A_FILE: {
    message: "'{file}' is {kind}, not a file.",
    hint: 'Replace it by a text file named plugin.yaml.',
  },
  HF_MANIFEST_UNREADABLE: {
    message: "'{file}' cannot be read: {reason}.",
    hint: 'Give the account that runs the platform the right to read it.',
  },
  HF_MANIFEST_LINKED_OUTSIDE: {
    message: "'{file}' is a link that leads out of the plugin's folder.",
    hint: 'Put the file itself into the folder.',
  },
  HF_MANIFEST_TOO_LARGE: {
    message: 'The manifest is larger than {limit} kB.',
    hint: 'Keep only the fields of the contract; data belongs into other files of the plugin.',
  },
  HF_MANIFEST_NOT_TEXT: {
    message: 'The manifest is not UTF-8 text: {reason}.',
    hint: 'Save it as a UTF-8 text file.',
  },
  HF_MANIFEST_EMPTY: {
    message: 'The manifest is empty.',
    hint: "Write at least 'name' and 'version'.",
  },
  HF_PLUGIN_NOT_A_FOLDER: {
    message: "'{name}' has the name of a plugin, but it is {kind}, not a folder.",
    hint: 'Put the plugin into a folder of that name with a plugin.yaml inside, or remove the file.',
  },
  HF_PLUGIN_FOLDER_UNREADABLE: {
    message: "The folder '{folder}' cannot be read: {reason}.",
    hint: 'Give the account that runs the platform the right to read it.',
  },

  // YAML.
  HF_MANIFEST_YAML_SYNTAX: {
    message: 'The manifest is not valid YAML: {reason}',
    hint: 'Correct this line; a text with special characters needs quotes.',
  },
  HF_MANIFEST_TAB: {
    message: 'A tab is used for indentation, which YAML does not allow.',
    hint: 'Indent with spaces.',
  },
  HF_MANIFEST_DUPLICATE_KEY: {
    message: "The key '{key}' is given twice; it stands in line {first_line} already.",
    hint: 'Keep one of the two.',
  },
  HF_MANIFEST_SEVERAL_DOCUMENTS: {
    message: "The file holds more than one YAML document; a second one begins at '---'.",
    hint: "Keep one document per plugin.yaml and remove the '---' line.",
  },
  HF_MANIFEST_TOO_DEEP: {
    message: 'The manifest is nested deeper than {limit} levels.',
    hint: 'Flatten it; no field of the contract needs more than a few levels.',
  },
  HF_MANIFEST_TOO_COMPLEX: {
    message: 'The manifest has more than {limit} brackets, colons, dashes, quotes and line breaks.',
    hint: 'Keep only the fields of the contract; data belongs into other files of the plugin.',
  },
  HF_MANIFEST_KEY_NOT_TEXT: {
    message: 'A list, a mapping or an alias stands where the name of a field is expected.',
    hint: "Write a name before the colon; a value that begins with '[', '{' or '*' needs quotes.",
  },
  HF_MANIFEST_ALIAS_INVALID: {
    message: "The aliases ('*name') cannot be expanded: {reason}.",
    hint: 'Write the values out instead of referring to anchors.',
  },
  HF_MANIFEST_YAML_DOUBTFUL: {
    severity: 'warning',
    message: 'YAML reads this in an unexpected way: {reason}',
    hint: "Remove the tag ('!…') or put the text in quotes.",
  },
  HF_MANIFEST_TOO_MANY_PROBLEMS: {
    severity: 'info',
    message: 'There are {more} more problems, which are not listed.',
    hint: 'Mend those above and validate again.',
  },

  // Fields.
  HF_MANIFEST_FIELD_MISSING: {
    message: "The field '{field}' is missing.",
    hint: "Add '{field}'; it must be {expected}.",
  },
  HF_MANIFEST_FIELD_UNKNOWN: {
    severity: 'warning',
    message: "The field '{field}' is not known.",
    hint: 'Remove it, if it is not meant for a newer version; this version ignores it.',
  },
  HF_MANIFEST_FIELD_MISSPELT: {
    severity: 'warning',
    message: "The field '{field}' is not known; did you mean '{suggestion}'?",
    hint: "Write '{suggestion}', or remove the field; this version ignores it.",
  },
  HF_MANIFEST_WRONG_TYPE: {
    message: "'{field}' must be {expected}, not {received}.",
    hint: 'Write {expected} there, or remove the field if it is optional.',
  },
  HF_MANIFEST_VALUE_INVALID: {
    message: "'{field}' is not acceptable: {reason}.",
    hint: 'Correct the value; the reference page of the manifest lists what each field takes.',
  },
  HF_MANIFEST_NAME_INVALID: {
    message: "The name '{value}' is not a slug.",
    hint: "Use at most 50 lower-case letters, digits and single hyphens, beginning with a letter, for example '{suggestion}'.",
  },
  HF_MANIFEST_NAME_RESERVED: {
    message: "The name '{value}' is reserved for the platform.",
    hint: "Choose another name, for example '{value}-plugin', for the folder and for 'name'.",
  },
  HF_MANIFEST_NAME_MISMATCH: {
    message: "The name '{name}' differs from the name of the folder '{folder}'.",
    hint: "Write 'name: {folder}', or rename the folder to '{name}'.",
  },
  HF_MANIFEST_VERSION_INVALID: {
    message: "The version '{value}' is not a semantic version.",
    hint: "Write three numbers, for example '{suggestion}'.",
  },
  HF_MANIFEST_VERSION_NOT_TEXT: {
    message: "YAML reads the version '{source}' as the number {number}, not as text.",
    hint: "Put it in quotes and give all three numbers: version: '{suggestion}'.",
  },
  HF_MANIFEST_PATH_OUTSIDE: {
    message: "'{field}' names '{value}', which leaves the plugin's folder.",
    hint: "Give a path relative to the plugin's folder, and keep what it names (links too) inside.",
  },
  HF_MANIFEST_PATH_INVALID: {
    message: "'{field}' names '{value}', which is not a relative path.",
    hint: "Give a path with '/' relative to the plugin's folder, such as 'dbt/'.",
  },
  HF_MANIFEST_ROUTER_SPEC_INVALID: {
    message: "The router '{value}' is not of the form 'module:export'.",
    hint: "Write 'plugins.{plugin}.backend.routers.<file>:router' or './backend/routers/<file>.ts:router'.",
  },
  HF_MANIFEST_ROUTER_OTHER_PLUGIN: {
    message: "The router '{value}' belongs to the plugin '{other}', not to '{plugin}'.",
    hint: "Begin it with 'plugins.{plugin}.'; a plugin can only bring its own routers.",
  },
  HF_MANIFEST_PERMISSION_INVALID: {
    message: "'{value}' is not a permission.",
    hint: "Write <resource>.<action> in lower case with digits and underscores, for example '{suggestion}'.",
  },
  HF_MANIFEST_PERMISSION_UNDECLARED: {
    message: "{where} uses the permission '{value}', which 'permissions' does not declare.",
    hint: "Add '{value}' to 'permissions', or correct it.",
  },
  HF_MANIFEST_PERMISSION_REPEATED: {
    severity: 'warning',
    message: "'{value}' is listed twice in '{field}'.",
    hint: 'Remove one of the two.',
  },
  HF_MANIFEST_DUPLICATE_GROUP: {
    message: "There are two seed groups of the name '{value}'.",
    hint: 'Rename one of them, or merge their permissions.',
  },
  HF_MANIFEST_DUPLICATE_ROUTER: {
    message: "The router '{value}' is listed twice.",
    hint: 'Remove one of the two.',
  },
  HF_MANIFEST_NAV_PATH_INVALID: {
    message: "The navigation path '{value}' is not a path.",
    hint: "Write '/{plugin}' or '/{plugin}/<page>', without spaces, '?', '#' or '..'.",
  },
  HF_MANIFEST_NAV_OUTSIDE: {
    message: "The navigation path '{value}' is outside '/{plugin}'.",
    hint: "Write '/{plugin}' or a path that begins with '/{plugin}/'.",
  },
  HF_MANIFEST_NAV_WITHOUT_PAGE: {
    severity: 'warning',
    message: "No page of the plugin answers the navigation path '{value}', so the entry is not shown.",
    hint: "Add a page with the path '{page}' to 'defineFrontend', or remove the entry.",
  },
  HF_MANIFEST_ICON_UNKNOWN: {
    severity: 'warning',
    message: "There is no icon '{value}'.",
    hint: 'Choose a name from lucide.dev/icons; until then a neutral icon is shown.',
  },
  HF_MANIFEST_ICON_MISSPELT: {
    severity: 'warning',
    message: "There is no icon '{value}'; did you mean '{suggestion}'?",
    hint: "Write '{suggestion}', or choose a name from lucide.dev/icons; until then a neutral icon is shown.",
  },
  HF_MANIFEST_RANGE_INVALID: {
    message: "'{field}' is '{value}', which is not a range of semantic versions.",
    hint: "Write a range such as '>=0.1.0' or '^1.2.0'.",
  },
  HF_MANIFEST_PUBLIC_ROUTE_INVALID: {
    message: "The public route '{value}' is not of the form 'METHOD /path'.",
    hint: "Write for example 'GET /status', with the path relative to '/api/{plugin}'.",
  },
  HF_MANIFEST_SCHEDULE_INVALID: {
    message: "'{field}' is not a usable schedule: {reason}.",
    hint: "Give exactly one of 'cron', 'every', 'on_success_of' and 'on_import'; 'timezone' goes with 'cron'.",
  },
  HF_MANIFEST_SETTING_INVALID: {
    message: "'{field}' is not usable as a setting: {reason}.",
    hint: "Correct the JSON Schema in 'settings'; docs/authors.md says what a setting may be.",
  },
  HF_MANIFEST_SETTING_NOT_SHOWN: {
    severity: 'warning',
    message: "'{field}' does not reach the settings form: {reason}.",
    hint: 'Use a setting that forms know, or set it through PUT /api/plugins/{plugin}/settings.',
  },

  // What the manifest names in its folder.
  HF_ROUTER_FILE_MISSING: {
    message: "There is no file for the router '{spec}'; looked for {candidates}.",
    hint: "Add the file, or correct the entry in 'routers'.",
  },
  HF_ROUTER_AMBIGUOUS: {
    message: "The router '{spec}' fits more than one file: {files}.",
    hint: "Remove one of them, or name the file: './…/<file>.ts:<export>'.",
  },
  HF_MANIFEST_TARGET_MISSING: {
    message: "'{field}' names '{value}', which does not exist.",
    hint: 'Add it to the folder of the plugin, or correct the path.',
  },
  HF_MANIFEST_TARGET_WRONG_KIND: {
    message: "'{field}' names '{value}', which is not {expected}.",
    hint: 'Name {expected} of the plugin.',
  },

  // Among plugins.
  HF_PLUGIN_SHADOWED: {
    severity: 'info',
    message: "The plugin '{name}' is also found in '{winner}', which is used instead.",
    hint: 'Remove one of the two, if this is not meant.',
  },
  HF_PLUGIN_NEEDS_PLATFORM: {
    message: "The plugin needs Honeyframe '{range}', but this is {version}.",
    hint: "Install a version of the plugin for {version}, or upgrade the platform; 'requires.honeyframe' says so.",
  },
  HF_PLUGIN_NEEDS_PLUGIN: {
    message: "The plugin needs '{required}' in version '{range}', but {found}.",
    hint: "Install '{required}' in a version that fits, or correct 'requires.plugins'.",
  },
  HF_PLUGIN_REQUIRES_CYCLE: {
    severity: 'warning',
    message: 'Plugins need each other in a circle: {cycle}.',
    hint: "Remove one of them from the other's 'requires.plugins'; until then they start in the order of their names.",
  },
  HF_PLUGIN_PACKAGE_INVALID: {
    message: "The package '{package}' declares a plugin that cannot be used: {reason}.",
    hint: 'Write "honeyframe": {"plugin": "./plugin.yaml"} in its package.json.',
  },
  HF_DISCOVERY_FAILED: {
    message: 'Looking into this plugin failed unexpectedly: {reason}.',
    hint: 'Report this with the plugin.yaml; the other plugins are not affected.',
  },
});
