import { defineProblems } from '../problem.ts';

/** Problems of the store of plugin generations, and of the archives that plugins come in. */
export const storeProblems = defineProblems({
  HF_STORE_FOLDER_MISSING: {
    status: 400,
    message: "'{folder}' is not a folder that can be read: {reason}.",
    hint: "Correct the path, or give the platform's user access to it.",
  },
  HF_STORE_PATH_ESCAPES: {
    status: 400,
    message: "The link '{file}' leads to '{target}', outside the plugin's folder.",
    hint: 'Replace the link by what it points at, or remove it.',
  },
  HF_STORE_LINK_BROKEN: {
    status: 400,
    message: "The link '{file}' cannot be followed: {reason}.",
    hint: 'Point it at a file inside the plugin, or remove it.',
  },
  HF_STORE_FILE_TYPE: {
    status: 400,
    message: "'{file}' is a {type}, which a plugin cannot carry.",
    hint: 'Remove it: only files, folders and links inside the plugin are kept.',
  },
  HF_STORE_NAME_INVALID: {
    status: 400,
    message: "The name of '{file}' is not valid UTF-8.",
    hint: 'Rename the file.',
  },
  HF_STORE_TOO_LARGE: {
    status: 413,
    message: "The plugin's folder '{folder}' holds more than {limit}.",
    hint: 'Move what the plugin does not need at run time out of its folder.',
  },
  HF_STORE_SOURCE_CHANGED: {
    status: 409,
    message: "'{file}' changed while the plugin's folder was being copied.",
    hint: 'Try again when the edit is complete; nothing was kept.',
  },
  HF_STORE_READ_FAILED: {
    message: "'{file}' could not be read: {reason}.",
    hint: "Give the platform's user access to the file, or remove it; nothing was kept.",
  },
  HF_STORE_WRITE_FAILED: {
    status: 507,
    message: "'{file}' could not be written to the plugin store: {reason}.",
    hint: 'Free some space on the disk of DATA_DIR and try again; nothing was kept.',
  },
  HF_STORE_GENERATION_INVALID: {
    status: 400,
    message: "'{generation}' does not name a generation.",
    hint: 'Give the 64 hexadecimal digits of its hash.',
  },
  HF_ARCHIVE_FILE_MISSING: {
    status: 400,
    message: "'{file}' is not an archive that can be read: {reason}.",
    hint: "Give the path of a '.tgz' file, as 'npm pack' writes it.",
  },
  HF_ARCHIVE_NOT_GZIP: {
    status: 400,
    message: "'{file}' is not compressed with gzip.",
    hint: "Give a '.tgz' file, as 'npm pack' or 'tar -czf' writes it.",
  },
  HF_ARCHIVE_DAMAGED: {
    status: 400,
    message: "The archive '{file}' is damaged or cut off: {reason}.",
    hint: 'Download or pack it again; nothing was kept.',
  },
  HF_ARCHIVE_CHECKSUM_INVALID: {
    status: 400,
    message: "'{checksum}' is not a checksum.",
    hint: "Give 64 hexadecimal digits of SHA-256, or npm's 'sha512-…'.",
  },
  HF_ARCHIVE_CHECKSUM_WRONG: {
    status: 400,
    message: "The archive has the checksum '{found}', but '{expected}' was expected.",
    hint: 'Download it again, and ask its author if that does not help; nothing was kept.',
  },
  HF_ARCHIVE_PATH_OUTSIDE: {
    status: 400,
    message: "The archive's entry '{entry}' would be written outside the plugin's folder.",
    hint: 'Do not use this archive; its author must pack it with relative paths.',
  },
  HF_ARCHIVE_NAME_INVALID: {
    status: 400,
    message: "The archive's entry '{entry}' has a name that {reason}.",
    hint: 'Ask its author to rename the file and pack it again.',
  },
  HF_ARCHIVE_NAME_TWICE: {
    status: 400,
    message: "The archive's entries '{entry}' and '{other}' have the same name on some systems.",
    hint: 'Ask its author to rename one of them and pack it again.',
  },
  HF_ARCHIVE_LINK: {
    status: 400,
    message: "The archive's entry '{entry}' is a link, which an archive of a plugin cannot hold.",
    hint: "Pack the plugin with 'npm pack' or 'tar --dereference', which put in what links point at.",
  },
  HF_ARCHIVE_ENTRY_TYPE: {
    status: 400,
    message: "The archive's entry '{entry}' is neither a file nor a folder, but of type '{type}'.",
    hint: 'Do not use this archive; its author must pack files and folders only.',
  },
  HF_ARCHIVE_TOO_LARGE: {
    status: 413,
    message: 'The archive holds more than {limit}.',
    hint: 'Ask its author to leave out what the plugin does not need at run time.',
  },
  HF_ARCHIVE_BOMB: {
    status: 400,
    message: 'The archive unpacks to more than {ratio} times its size, as no real plugin does.',
    hint: 'Do not use this archive.',
  },
  HF_ARCHIVE_SEVERAL_FOLDERS: {
    status: 400,
    message: 'The archive has several things at its top: {names}.',
    hint: "Pack one folder, or put 'plugin.yaml' at the top.",
  },
  HF_ARCHIVE_MANIFEST_MISSING: {
    status: 400,
    message: "The archive has no '{manifest}'{reason}.",
    hint: "Put 'plugin.yaml' into the plugin's folder, or name it in package.json as 'honeyframe.plugin'.",
  },
});
