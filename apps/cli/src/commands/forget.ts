/** `leadbell forget --phone|--email|--lead|--sender <value> [--yes]` */
import { createIdentities, type KeyedHash, keysOfPerson, type PersonFields } from '@leadbell/domain';
import { installationKey, keepForgotten, keyedHash, newReceipt, type PersonTarget, type Store } from '@leadbell/store';
import type { Command, Context, DatabasePlace } from '../command.ts';
import { withStore } from '../database.ts';
import { Refusal, UsageError } from '../errors.ts';
import { foundText, notReached } from '../forget-text.ts';
import { json } from '../options.ts';

const usage =
  'leadbell forget --phone <number> | --email <address> | --lead <number> | --sender <number> [--yes] [--json]';

/** For each option: how its value is read, and the message for an invalid value. */
const options = {
  '--phone': { read: (phoneNumber: string) => ({ phoneNumber }), expected: 'a phone number, such as +966500000021' },
  '--email': { read: (email: string) => ({ email }), expected: 'an e-mail address' },
  '--lead': { read: (leadId: string) => ({ leadId }), expected: 'the number of a lead in the DMS' },
  '--sender': { read: (externalId: string) => ({ externalId }), expected: 'the sender’s number of a lead' },
} as const satisfies Readonly<
  Record<string, { readonly read: (value: string) => Partial<PersonFields>; readonly expected: string }>
>;
type Option = keyof typeof options;

interface Asked {
  readonly fields: Partial<PersonFields>;
  readonly lead?: string;
  readonly isSure: boolean;
  readonly isJson: boolean;
}

export const forget: Command = {
  verb: 'forget',
  usage: [
    { form: 'forget --phone|--email|--lead|--sender <value>', does: 'shows how much Leadbell holds about a person' },
    { form: 'forget … --yes', does: 'erases it, and posts nothing about the person any more' },
    { form: 'forget … --json', does: 'the same in a machine-readable form' },
  ],
  async run(args, context) {
    const asked = readArgs(args);
    await withStore(context, (store, database) => answer(asked, store, database, context));
  },
};

function readArgs(args: readonly string[]): Asked {
  const words = args.filter((word) => !switches.has(word));
  const [option = '', value = '', ...others] = words;
  if (!isOption(option) || value.trim() === '' || others.length > 0) throw new UsageError(`Who? ${usage}`);
  const { read, expected } = options[option];
  const fields: Partial<PersonFields> = read(value.trim());
  if (keysOfPerson(fields, [anyKey]).persons.length === 0) throw new UsageError(`${option}: expected ${expected}`);
  const asked = { fields, isSure: args.includes('--yes'), isJson: args.includes('--json') };
  return option === '--lead' ? { ...asked, lead: value.trim() } : asked;
}

const switches: ReadonlySet<string> = new Set(['--yes', '--json']);

function isOption(word: string): word is Option {
  return Object.hasOwn(options, word);
}

/**
 * The key with which to check whether the fields can identify a person. The result is the same with any key, and the
 * installation's own key may not exist yet.
 */
const anyKey: KeyedHash = { keyId: '', hash: (text) => text };

async function answer(asked: Asked, store: Store, database: DatabasePlace, { print }: Context): Promise<void> {
  const target = targetOf(asked, database);
  const { persons } = store;
  const held = {
    found: await persons.find(target),
    waiting: await persons.waiting(target),
    noted: await persons.notedAlerts(target),
  };
  const done = asked.isSure ? await erase(store, database, target) : null;
  if (asked.isJson) return print(json({ ...held, ...done }));
  print(foundText(held.found, held.waiting, held.noted));
  if (done === null) {
    print('\nTo erase it, and to post nothing about this person any more, run the same command with --yes.');
    return print(notReached);
  }
  if (done.receipt === null) return print('The person’s data was erased before; there was nothing left to erase.');
  print(`\nErased. Receipt: ${done.receipt}`);
  print(
    'A running Leadbell deletes the messages in Slack within minutes; the same command without --yes shows what is left.',
  );
  print(`Keep a copy of ${database.forgottenFile} beside the key: it keeps a restored backup from undoing this.`);
  print(notReached);
}

/** `receipt`: null if nothing was left to erase. */
async function erase(
  store: Store,
  { forgottenFile }: DatabasePlace,
  target: PersonTarget,
): Promise<{ readonly receipt: string | null }> {
  const receipt = newReceipt();
  const erased = await store.transaction(async (tx) => {
    const done = await store.persons.erase(tx, target, { receipt, actor: 'operator', workspace: null });
    const detail = { ...done?.found };
    const entry = { workspace: null, actor: 'operator', actorKind: 'operator', action: 'forget' } as const;
    if (done !== null) await store.audit.append(tx, { ...entry, subject: receipt, detail });
    return done;
  });
  // The file may be missing on this machine, so write earlier tombstones too.
  keepForgotten(forgottenFile, await store.persons.forgotten());
  return { receipt: erased === null ? null : receipt };
}

function targetOf({ fields, lead }: Asked, { keys }: DatabasePlace): PersonTarget {
  const { texts, where } = keys();
  const [current, ...older] = texts.map((text) => keyedHash(installationKey(text)));
  if (current === undefined)
    throw new Refusal(`There is no key in ${where}: Leadbell can find a person only with the installation’s key`);
  const all = createIdentities(current, older, false).keys;
  const target = keysOfPerson(fields, all);
  return lead === undefined ? target : { ...target, lead };
}
