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
  HF_CONNECTOR_UNKNOWN: {
    status: 404,
    message: "There is no connector '{connector}'.",
    hint: 'Choose one of: {known}.',
  },
  HF_CONNECTOR_SCHEMA_RESERVED: {
    status: 409,
    message: "Nothing can be imported into '{schema}', because the platform builds it itself.",
    hint: 'Choose the raw source that the plugin declares, or a name of your own.',
  },
  HF_CONNECTOR_UPLOAD_UNKNOWN: {
    status: 404,
    message: "There is no upload '{upload_id}'; uploads are forgotten after an hour.",
    hint: 'Open a new upload and send the files again.',
  },
  HF_CONNECTOR_TOO_MANY_UPLOADS: {
    status: 429,
    message: 'This organisation has {limit} uploads open already.',
    hint: 'Finish or delete one, or wait until they are forgotten.',
  },
  HF_CONNECTOR_UPLOAD_TOO_LARGE: {
    status: 413,
    message: "'{file}' would make this upload larger than {limit}.",
    hint: 'Import the files in several rounds; tables that a round does not name stay.',
  },
  HF_CONNECTOR_UPLOAD_INTERRUPTED: {
    status: 400,
    message: "'{file}' did not arrive whole.",
    hint: 'Send it again.',
  },
  HF_CONNECTOR_NO_FILES: {
    status: 400,
    message: 'There are no CSV files to import.',
    hint: 'Send at least one file whose name ends in .csv.',
  },
  HF_CONNECTOR_TABLE_NAME: {
    status: 400,
    message: "'{file}' gives its table the name '{table}', which is not allowed.",
    hint: 'Rename the file: a lower-case letter first, then letters, digits and underscores, at most 63.',
  },
  HF_CONNECTOR_TABLE_TWICE: {
    status: 400,
    message: "'{first}' and '{second}' would both become the table '{table}'.",
    hint: 'Rename one of them, or send one alone.',
  },
  HF_CONNECTOR_IMPORT_RUNNING: {
    status: 409,
    message: "An import into '{schema}' is running already.",
    hint: 'Wait until it has finished.',
  },
  HF_CONNECTOR_FILE_EMPTY: {
    status: 400,
    message: "'{file}' is empty.",
    hint: 'Send a file with a header line; a header without rows gives an empty table.',
  },
  HF_CONNECTOR_FILE_NOT_UTF8: {
    status: 400,
    message: "'{file}' is not UTF-8 text: line {line} has other bytes.",
    hint: "Save it as 'CSV UTF-8' and send it again.",
  },
  HF_CONNECTOR_LINE_TOO_LONG: {
    status: 400,
    message: "'{file}' has a line of more than 16 MB after line {line}.",
    hint: 'Check that it is a CSV file with line ends.',
  },
  HF_CONNECTOR_HEADER_INVALID: {
    status: 400,
    message: "The header of '{file}' cannot be used: {reason}.",
    hint: 'Correct the first line of the file and send it again.',
  },
  HF_CONNECTOR_COLUMNS_MISSING: {
    status: 400,
    message: "'{file}' lacks {columns}, declared by '{declared_by}'; it has {found}.",
    hint: "Add the column to the file, or mark it in the declaration with 'meta: { honeyframe: { optional: true } }'.",
  },
  HF_CONNECTOR_DECLARED_TYPE: {
    status: 400,
    message: "'{declared_by}' declares '{table}.{column}' as '{data_type}', which is no type of DuckDB.",
    hint: 'Correct data_type in the sources of its dbt workspace.',
  },
  HF_CONNECTOR_EVERY_ROW_REJECTED: {
    status: 400,
    message: "Not one of the {rows} rows of '{file}' fits its table; line {line}: {reason}.",
    hint: 'Check that it is the right file, and how it writes dates and numbers.',
  },
  HF_CONNECTOR_SAMPLE_INVALID: {
    status: 500,
    message: "The sample generator of '{schema}' cannot be used: {reason}.",
    hint: 'Correct the module that the source names under meta.honeyframe.sample.',
  },
});
