/**
 * A key of the installation: 32 random bytes that are in no database and in no backup. Each use, such as hashing or
 * sealing, derives a key of its own from it. Pure except for randomness. Throws no errors, because `keyTextProblem` has
 * checked the text.
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyedHash } from '@leadbell/domain';

/** Keeps 128 bits of the HMAC. */
const hashBytes = 16;

export interface InstallationKey {
  /** The key's fingerprint, which is safe to store and to show. */
  readonly id: string;
  /** Returns 32 bytes, different for each purpose. */
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
