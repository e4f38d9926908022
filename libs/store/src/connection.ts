/**
 * Makes connection parameters for our database driver, and for libraries that bring their own driver. Effects: reads
 * the certificate file. Throws `StoreError`.
 */
import { readFileSync } from 'node:fs';
import { StoreError } from './errors.ts';

export interface DatabaseConnection {
  readonly connectionString: string;
  readonly ssl?: { readonly ca: string };
}

/**
 * With a certificate file, TLS is on and the server's certificate is verified, unless the address has
 * `sslmode=disable`. Other TLS parameters in the address would override this, so they are removed.
 */
export function connectionFor(url: string, caFile: string | null): DatabaseConnection {
  const address = new URL(url);
  if (caFile === null || address.searchParams.get('sslmode') === 'disable') return { connectionString: url };
  for (const name of ['ssl', 'sslmode', 'sslrootcert']) address.searchParams.delete(name);
  return { connectionString: address.href, ssl: { ca: readCertificate(caFile) } };
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StoreError('unreachable', `The certificate of DATABASE_CA can not be read: is ${file} there?`, {
      cause: error,
    });
  }
}
