/**
 * Makes the identities of leads, as an installation with a key does. Bulks keep the keys that a test gives them, so
 * that the test can name them.
 */
import { createHmac } from 'node:crypto';
import { createIdentities, type KeyedHash, type LeadIdentities } from '@leadbell/domain';

/** Returns the same key for the same name. */
export function testKey(name = 'test'): KeyedHash {
  const hash = (text: string) => createHmac('sha256', name).update(text).digest();
  return {
    keyId: hash('id').toString('hex').slice(0, 8),
    hash: (text) => hash(text).subarray(0, 16).toString('base64url'),
  };
}

export function testIdentities(current = testKey(), ...older: readonly KeyedHash[]): LeadIdentities {
  return { ...createIdentities(current, older), ofBulk: (key) => ({ key, aliases: [] }) };
}
