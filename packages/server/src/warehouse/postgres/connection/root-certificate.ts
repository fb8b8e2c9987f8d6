import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { PlatformError } from '@honeyframe/contract';
import type { ServerAddress } from './server-address.ts';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @returns the certificates alone: what else is in the text is not kept. Throws HF_WAREHOUSE_CERTIFICATE. */
export function parseRootCertificate(text: string): string {
  if (text.includes('PRIVATE KEY-----')) throw refuse('a private key is in it');
  const blocks = text.match(PEM_CERTIFICATE) ?? [];
  if (blocks.length === 0) throw refuse('there is no certificate in it');
  for (const block of blocks) requireCertificate(block);
  return `${blocks.join('\n')}\n`;
}

function requireCertificate(block: string): void {
  try {
    new X509Certificate(block);
  } catch {
    throw refuse('one of its certificates is damaged');
  }
}

/** PEM of the authorities that a server's certificate may be signed by. */
export function listAuthorities({ rootCertificate }: Pick<ServerAddress, 'rootCertificate'>): string {
  return rootCertificate ?? getCACertificates('default').join('\n');
}

function refuse(reason: string): PlatformError {
  return new PlatformError('HF_WAREHOUSE_CERTIFICATE', { reason });
}
