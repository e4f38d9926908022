/**
 * Secrets in separate files, as containers mount them: `DATABASE_URL_FILE` names the file with `DATABASE_URL`. Effects:
 * reads files. Errors: none; a problem never quotes the file's content.
 */
import { readFileSync } from 'node:fs';

export type SecretFile = { readonly text: string } | { readonly problem: string };

const mostBytes = 100_000;

/** The setting that names the file with this one's value. */
export function fileSetting<Name extends string>(name: Name): `${Name}_FILE` {
  return `${name}_FILE`;
}

/** `problem`: the expected form. Line ends and spaces around the secret are not part of it. */
export function readSecretFile(file: string): SecretFile {
  try {
    const text = readFileSync(file, 'utf8');
    const secret = text.replace(/^\uFEFF/, '').trim();
    if (secret === '') return { problem: 'a file with the value, which this one does not have' };
    if (text.length > mostBytes || /[\r\n]/.test(secret)) return { problem: 'a file with one line' };
    return { text: secret };
  } catch {
    return { problem: 'a file that can be read' };
  }
}
