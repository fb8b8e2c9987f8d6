import { defineProblems } from '../problem.ts';

/** Problems of warehouse, connectors and dbt. */
export const dataProblems = defineProblems({
  HF_WAREHOUSE_NOT_BUILT: {
    status: 503,
    message: "The tables of '{name}' are not there yet: nothing was built or imported under that name.",
    hint: "Run the build of '{name}' on the Runs page, or import its data, then open this again.",
  },
  HF_WAREHOUSE_QUERY_FAILED: {
    status: 500,
    message: 'A query of the warehouse failed: {reason}.',
    hint: 'Correct the statement; the Runs page shows which tables were built.',
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
});
