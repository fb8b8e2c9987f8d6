import type { WarehouseTest } from '@honeyframe/contract/api';
import type { ServerAddress } from './server-address.ts';

const unknownAuthority = "Name the root certificate of the authority that signed the server's certificate.";
const expired = 'Renew the certificate of the server.';

/** What Node says of a certificate, and what to do. */
const byCode: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: 'Correct the clock of this machine, or renew the certificate of the server.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Name the server as its certificate does, or add 'sslmode=verify-ca' to the URL if any server of that authority will do.",
};

/** Why a server was not reached, and what to do. */
export function describeConnectionFailure(
  error: unknown,
  { host, sslmode }: ServerAddress,
): WarehouseTest['problems'][number] {
  const message = describeReason(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const withoutTls = /does not support SSL/.test(message)
    ? `Add 'sslmode=disable' to the URL if the way to '${host}' is safe.`
    : undefined;
  const hint =
    byCode[code] ?? withoutTls ?? `Check the server, the role, the password and 'sslmode=${sslmode}'.`;
  return { message: `the connection failed: ${message}`, hint };
}

/** A part of a sentence, without advice for whoever starts Node. */
export function describeReason(error: unknown): string {
  const message = error instanceof Error && error.message ? error.message : String(error);
  return message.replace(/; if the root CA is installed locally.*$/, '').replace(/\.$/, '');
}
