import { defineProblems } from '../problem.ts';

/** Problems of a PostgreSQL that an organisation builds in. */
export const warehouseProblems = defineProblems({
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
  HF_WAREHOUSE_CONNECTION_NONE: {
    status: 404,
    message: 'This organisation has no PostgreSQL connection.',
    hint: 'Send the URL of one.',
  },
  HF_WAREHOUSE_CONNECTION_UNFIT: {
    status: 400,
    message: 'Nothing can be built in this database: {problems}.',
    hint: 'Correct what the message names, then save the connection again; nothing was changed.',
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
