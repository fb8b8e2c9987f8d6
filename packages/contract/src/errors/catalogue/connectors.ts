import { defineProblems } from '../problem.ts';

/** Problems of raw data on its way in. */
export const connectorProblems = defineProblems({
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
