/** Why a DMS was not read, or a bulk not stored, in words. Pure. */
const known: Readonly<Record<string, string>> = {
  unauthorized: 'the DMS does not accept our sign-in (DMS_AUTH and what belongs to it)',
  'rate-limited': 'the DMS asks us to slow down',
  unavailable: 'the DMS does not answer',
  timeout: 'the DMS takes too long to answer',
  contract: 'the DMS answers in a form that cannot be read',
  'bad-request': 'the DMS does not accept our questions',
  'not-found': 'there is no such address at the DMS (DMS_BASE_URL)',
  aborted: 'the reading was stopped',
  database: 'the database of Leadbell failed; its log has the code',
  fault: 'Leadbell itself has a fault; its log names it',
  'not-watched': 'Leadbell did not run, or its database was out of reach',
};

/** Takes a kind of failure, or why a bulk was set aside (`database 22P05`). */
export function whyIn(kind: string): string {
  const [word = '', ...code] = kind.split(' ');
  if (code.length === 0) return known[kind] ?? `another reason (${kind})`;
  return word === 'database'
    ? `the database refuses it (${code.join(' ')})`
    : `Leadbell has a fault with it (${code.join(' ')})`;
}

export function sentence(text: string): string {
  return `${text.replace(/^./u, (first) => first.toUpperCase())}.`;
}
