import { defineProblems } from '../problem.ts';

/** Problems that any area can meet. */
export const coreProblems = defineProblems({
  HF_CORE_INTERNAL: {
    status: 500,
    message: 'Something went wrong on the server.',
    hint: 'Try again; if it stays, give the operator the request id {request_id}.',
  },
  HF_CORE_INPUT_INVALID: {
    status: 400,
    message: 'The request does not fit what this address expects: {details}.',
    hint: 'Correct the fields named in the message; /docs shows the expected shape.',
  },
  HF_CORE_NOT_FOUND: {
    status: 404,
    message: "There is nothing at '{what}'.",
    hint: 'Check the address, or choose an entry from the sidebar.',
  },
  HF_CORE_CONFLICT: {
    status: 409,
    message: '{what} exists already.',
    hint: 'Choose another name, or change the existing one.',
  },
  HF_CORE_NOT_READY: {
    status: 503,
    message: '{what} is not ready yet.',
    hint: 'Wait a moment and try again.',
  },
  HF_CORE_UPGRADE_REQUIRED: {
    status: 426,
    message: "'{what}' speaks WebSocket only.",
    hint: 'Open it with a WebSocket client.',
  },
  HF_CORE_PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The request is larger than the {limit} allowed here.',
    hint: 'Send less at once.',
  },
});
