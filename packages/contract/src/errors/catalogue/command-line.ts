import { defineProblems } from '../problem.ts';

/** Problems of the command line itself. */
export const commandLineProblems = defineProblems({
  HF_CLI_USAGE: {
    message: '{problem}.',
    hint: 'Try --help.',
  },
  HF_CLI_NO_SERVER: {
    message: "No platform is running on the data directory '{data_dir}'.",
    hint: "Start it with 'npm start' or 'honeyframe serve', set DATA_DIR to its directory, or name its address with --url.",
  },
  HF_CLI_SERVER_UNREACHABLE: {
    message: "The platform at '{address}' cannot be reached: {reason}.",
    hint: 'Check that it runs and that the address is right.',
  },
  HF_CLI_SOCKET_FORBIDDEN: {
    message: "This account may not use the platform's operator socket '{socket}'.",
    hint: 'Run the command as the account that runs the platform, or use --url and --token.',
  },
  HF_CLI_TOKEN_MISSING: {
    message: "'{address}' needs a personal access token.",
    hint: 'Make one in your account, and hand it over in HONEYFRAME_TOKEN.',
  },
  HF_CLI_ORG_UNKNOWN: {
    message: "There is no organisation '{org}' here.",
    hint: 'Choose one of: {known}.',
  },
  HF_CLI_ORG_REQUIRED: {
    message: 'This command needs to know the organisation.',
    hint: 'Add --org with one of: {known}.',
  },
  HF_CLI_GROUP_UNKNOWN: {
    message: "There is no group '{group}' in this organisation.",
    hint: 'Choose one of: {known}.',
  },
  HF_CLI_USER_UNKNOWN: {
    message: "Nobody in this organisation has the e-mail address '{email}'.",
    hint: "Run 'honeyframe users list' to see who is there.",
  },
  HF_CLI_NO_CSV: {
    message: "'{folder}' has no CSV files.",
    hint: 'Name a folder whose files end in .csv.',
  },
  HF_CLI_FILE_NAME: {
    message: "'{file}' cannot be imported under that name.",
    hint: 'Use letters, digits, dots, hyphens and underscores only.',
  },
  HF_CLI_TARGET_EXISTS: {
    message: "'{target}' exists already.",
    hint: 'Choose another name, or remove it first.',
  },
  HF_CLI_SLUG: {
    message: "'{slug}' cannot be the name of a plugin: {reason}.",
    hint: 'Use lower-case letters, digits and hyphens, a letter first, at most 50.',
  },
  HF_CLI_CONFIRMATION_MISSING: {
    message: '{what} has to be confirmed, and nobody sits at a terminal.',
    hint: 'Look at it with --dry-run first, then add --yes.',
  },
  HF_CLI_PACKAGE_NOT_FETCHED: {
    message: "npm could not fetch '{spec}': {reason}",
    hint: 'Check the name, the version and the network; or hand over a .tgz.',
  },
  HF_CLI_GENERATION_UNKNOWN: {
    message: "'{plugin}' has no version '{version}' to go back to, or more than one.",
    hint: "Choose one of: {known}; 'honeyframe plugin history {plugin}' tells more.",
  },
  HF_CLI_FILE_UNREADABLE: {
    message: "'{file}' cannot be {done}: {reason}.",
    hint: 'Check the path and its permissions.',
  },
  HF_CLI_STREAM_ENDED: {
    message: 'The platform stopped telling about the run {run}, which may still be going on.',
    hint: "Look at the Builds page, or run 'honeyframe dbt list'.",
  },
});
