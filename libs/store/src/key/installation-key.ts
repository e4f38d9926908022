/**
 * A key of the installation: 32 random bytes that are in no database and in no backup. For each purpose, such as
 * hashing or sealing, a separate key is derived from it. Pure except for randomness. Throws no errors: the caller has
 * checked the text with `keyTextProblem`.
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyedHash } from '@leadbell/domain';

/** A hash is the first 128 bits of the HMAC. */
const hashBytes = 16;

export interface InstallationKey {
  /** The key's fingerprint, which is safe to store and to show. */
  readonly id: string;
  /** Returns 32 bytes, which differ for each purpose. */
  derive(purpose: string): Buffer;
}

/** Makes a key in the form that `LEADBELL_KEY` accepts. */
export function newKeyText(): string {
  return randomBytes(32).toString('base64');
}

export function installationKey(text: string): InstallationKey {
  const secret = Buffer.from(text, 'base64');
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `leadbell ${purpose}`, 32));
  return { id: derive('fingerprint').subarray(0, 4).toString('hex'), derive };
}

/** Hashes the identities of leads. */
export function keyedHash(key: InstallationKey): KeyedHash {
  const secret = key.derive('lead identity');
  return {
    keyId: key.id,
    hash: (text) => createHmac('sha256', secret).update(text).digest().subarray(0, hashBytes).toString('base64url'),
  };
}
