import { PlatformError } from '@honeyframe/contract/errors';

export interface ExplainPipFailureOptions {
  readonly step: string;
  readonly output: string;
  readonly folder: string;
  readonly logFile: string;
}

/** What pip says when it cannot reach the index, in the words of urllib3 and of the resolver. */
const noNetwork =
  /name resolution|Name or service not known|nodename nor servname|Failed to establish a new connection|Connection refused|Network is unreachable|timed out|ProxyError|Connection reset/i;

/** One clear sentence instead of pages of pip. */
export function explainPipFailure({
  step,
  output,
  folder,
  logFile,
}: ExplainPipFailureOptions): PlatformError {
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new PlatformError('HF_SYSTEM_DISK_FULL', { folder, free: '0 MB', needed: '300 MB' });
  }
  if (/CERTIFICATE_VERIFY_FAILED/.test(output)) {
    const reason = "the package index's certificate is not trusted by this machine";
    return new PlatformError('HF_SYSTEM_PYTHON_OFFLINE', { reason });
  }
  if (noNetwork.test(output)) {
    return new PlatformError('HF_SYSTEM_PYTHON_OFFLINE', { reason: 'the package index cannot be reached' });
  }
  const reason = findErrorLine(output);
  return new PlatformError('HF_SYSTEM_PYTHON_INSTALL_FAILED', { step, reason, log_file: logFile });
}

function findErrorLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim());
  const error = lines.find((line) => /^ERROR:|Error:/.test(line)) ?? lines.at(-1) ?? 'no output';
  const text = error.replace(/^ERROR:\s*/, '').trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
