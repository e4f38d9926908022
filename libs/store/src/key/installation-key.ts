/**
 * A key of the installation: 32 random bytes that no database or backup contains. Everything that is hashed or sealed
 * derives its own key from it, by purpose. Pure except for randomness. Errors: none; `keyTextProblem` has checked the
 * text.
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyedHash } from '@leadbell/domain';

/** 128 bits of the HMAC. */
const hashBytes = 16;

export interface InstallationKey {
  /** A fingerprint, safe to store and to show. */
  readonly id: string;
  /** 32 bytes for one purpose; each purpose has its own. */
  derive(purpose: string): Buffer;
}

/** In the form that `LEADBELL_KEY` accepts. */
export function newKeyText(): string {
  return randomBytes(32).toString('base64');
}

export function installationKey(text: string): InstallationKey {
  const secret = Buffer.from(text, 'base64');
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `leadbell ${purpose}`, 32));
  return { id: derive('fingerprint').subarray(0, 4).toString('hex'), derive };
}

/** For the identities of leads. */
export function keyedHash(key: InstallationKey): KeyedHash {
  const secret = key.derive('lead identity');
  return {
    keyId: key.id,
    hash: (text) => createHmac('sha256', secret).update(text).digest().subarray(0, hashBytes).toString('base64url'),
  };
}
