import { defineProblems } from '../problem.ts';

/** Problems of warehouses: queries, versions of files, and the PostgreSQL that an organisation may name. */
export const warehouseProblems = defineProblems({
  HF_WAREHOUSE_NOT_BUILT: {
    status: 503,
    message: "The tables of '{name}' are not there yet: nothing was built or imported under that name.",
    hint: "Build '{name}' on the Workspaces page, or import its data, then open this again.",
  },
  HF_WAREHOUSE_QUERY_FAILED: {
    status: 500,
    message: 'A query of the warehouse failed: {reason}.',
    hint: 'Correct the statement; the Builds page shows which tables were built.',
  },
  HF_WAREHOUSE_STATEMENT_REFUSED: {
    status: 500,
    message: "The warehouse is read-only and takes one SELECT at a time, but this statement is '{kind}'.",
    hint: 'Write a SELECT; tables are made by models of the dbt workspace.',
  },
  HF_WAREHOUSE_QUERY_TIMEOUT: {
    status: 504,
    message: 'A query of the warehouse was stopped after {seconds} seconds.',
    hint: 'Narrow the query, or move its work to a model of the dbt workspace.',
  },
  HF_WAREHOUSE_RESULT_TOO_LARGE: {
    status: 500,
    message: 'A query of the warehouse gave more than {limit} rows.',
    hint: 'Add a LIMIT, or aggregate in the query.',
  },
  HF_WAREHOUSE_VERSION_UNKNOWN: {
    status: 404,
    message: "There is no version {version} of '{name}' to go back to.",
    hint: 'Choose another one of its list; older versions than those are not kept.',
  },
  HF_WAREHOUSE_POINTER_MOVED: {
    status: 409,
    message:
      "'{name}' was rolled back or published anew while this was being built, so it was not published.",
    hint: 'Build it again: it then begins with what readers see now.',
  },
  HF_WAREHOUSE_CLOSED: {
    status: 503,
    message: 'The warehouse is closed because the platform is stopping.',
    hint: 'Try again after the restart.',
  },
  HF_WAREHOUSE_NAME_INVALID: {
    status: 400,
    message: "'{name}' cannot be the name of a workspace or source in the warehouse.",
    hint: "Use lower-case letters, digits and underscores, not 'main', 'memory', 'system' or 'temp'.",
  },
  HF_WAREHOUSE_NAME_TAKEN: {
    status: 409,
    message: "'{name}' is a {found} of this organisation already, so it cannot become a {wanted}.",
    hint: 'Choose another name.',
  },
  HF_WAREHOUSE_DRAFT_UNFINISHED: {
    status: 500,
    message: "The new version of '{name}' was not published, because its file is {reason}.",
    hint: 'Start the build or import again.',
  },
  HF_WAREHOUSE_JOB_FAILED: {
    status: 500,
    message: 'The {job} did not finish: {reason}.',
    hint: 'Try again; the data is as it was before.',
  },
  HF_WAREHOUSE_URL: {
    status: 400,
    message: 'This cannot be the address of a warehouse: {reason}.',
    hint: "Write it as 'postgres://role:password@host:5432/database?sslmode=require'.",
  },
  HF_WAREHOUSE_HOST: {
    status: 400,
    message: "The operator does not let organisations name the server '{host}'.",
    hint: 'Ask the operator to add it to HONEYFRAME_WAREHOUSE_HOSTS and to restart the platform.',
  },
  HF_WAREHOUSE_CERTIFICATE: {
    status: 400,
    message: 'This cannot be the root certificate of a warehouse: {reason}.',
    hint: "Paste the certificate of the authority that signed the server's, in PEM form, and use 'sslmode=verify-full'.",
  },
  HF_WAREHOUSE_CONNECTION_NONE: {
    status: 404,
    message: 'This organisation has no PostgreSQL connection.',
    hint: 'Send the URL of one.',
  },
  HF_WAREHOUSE_CONNECTION_UNFIT: {
    status: 400,
    message: 'Nothing can be built in this database: {problems}.',
    hint: 'Correct what the message names (a test of the connection says how), then save it again; nothing was changed.',
  },
  HF_WAREHOUSE_UNREACHABLE: {
    status: 503,
    message: "The organisation's PostgreSQL cannot be used: {reason}.",
    hint: 'Test the connection on the page Warehouse; what it says there tells what to do.',
  },
  HF_WAREHOUSE_SCHEMA_TAKEN: {
    status: 409,
    message:
      "The schema '{schema}' of the organisation's PostgreSQL belongs to '{owner}', not to the platform.",
    hint: 'Drop or rename that schema, or name a database that nobody else uses.',
  },
  HF_WAREHOUSE_NO_VERSIONS: {
    status: 409,
    message: 'Builds in PostgreSQL change tables in place, so there is no version to go back to.',
    hint: "Restore the tables from the database's own backup, or build again.",
  },
});
