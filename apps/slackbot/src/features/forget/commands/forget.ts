/**
 * `forget <phone number, e-mail address or lead's number>` shows what is held about a person, and
 * *Erase* erases it. For admins. The query holds only the person's keys, so that no button, stored
 * row or log names anyone.
 */
import { parseId, type PersonFields, readEmails, readPhones } from '@leadbell/domain';
import * as v from 'valibot';
import { sentenceCard } from '../../../cards/sentence.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { wordTable } from '../../../commands/word-table.ts';
import { idField, queryOf, type QuerySchema } from '../../../queries/fields.ts';
import { erasedCard, forgetCard } from '../forget-card.ts';
import { type ForgetQuery, knownBy, type KnownBy } from '../forget-query.ts';

const kindWords = wordTable<KnownBy>({
  phone: ['phone', 'جوال', 'هاتف'],
  email: ['email', 'e-mail', 'بريد', 'إيميل'],
  lead: ['lead', 'عميل', 'العميل'],
  sender: ['sender', 'مرسل', 'المرسل'],
});

const personKey = v.pipe(v.string(), v.regex(/^p1\.[0-9a-f]{8}\.[\w-]{22}$/));
const mark = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));
const few = 20;

const schema: QuerySchema<ForgetQuery> = v.pipe(
  queryOf('forget', {
    by: v.picklist(knownBy),
    persons: v.pipe(v.array(personKey), v.minLength(1), v.maxLength(few)),
    marks: v.pipe(v.array(mark), v.maxLength(few)),
    id: v.exactOptional(idField),
    sure: v.exactOptional(v.literal(true)),
  }),
  // Only the admin may see the answer, so it can't be shared.
  v.check(({ share }) => !share),
);

export const forget: Command = defineCommand<ForgetQuery>({
  name: 'forget',
  synonyms: ['erase', 'محو', 'امح', 'انس'],
  usage: (messages) => messages.commands.forget,
  needs: 'administer',
  isPrivate: true,
  does: {
    isAct: ({ sure }) => sure === true,
    object: ({ persons }) => `forget ${persons.join(' ')}`,
    afterRestart: 'done',
  },
  query: schema,
  parse: ({ rest, filters, share }, { messages, personKeys }) => {
    const { whom, notShared } = messages.forget;
    if (share) return { ok: false, complaint: { sentence: notShared } };
    const read = Object.keys(filters).length > 0 ? null : readPerson(rest);
    const keys = read === null ? null : personKeys(read.fields);
    // The sentence must not repeat the typed words.
    if (read === null || keys === null || keys.persons.length === 0)
      return { ok: false, complaint: { sentence: whom } };
    const { by, fields } = read;
    const id = by === 'lead' && fields.leadId != null ? { id: fields.leadId } : {};
    return { ok: true, query: { command: 'forget', share: false, by, ...keys, ...id } };
  },
  answer: async (query, context) => {
    const { scope, messages, forgetting, place } = context;
    // A person is forgotten in every workspace.
    if (scope !== 'all') return sentenceCard(messages.access.needsAll, messages);
    const { persons, marks, id, sure } = query;
    const target = { persons, marks, ...(id === undefined ? {} : { lead: id }) };
    if (sure === true) return erasedCard(await forgetting.erase(target, place.user), messages);
    await context.record({ action: 'forget look', leads: [], fields: [] });
    return forgetCard(query, await forgetting.look(target), messages);
  },
});

interface Read {
  readonly by: KnownBy;
  readonly fields: Partial<PersonFields>;
}

/** Reads `0500000021`, `maha@example.com` or `71`; a word before it may say which kind it is. */
function readPerson(text: string): Read | null {
  const words = text.split(' ').filter((word) => word !== '');
  const said = kindWords.named(words[0] ?? '');
  const value = words.slice(said === undefined ? 0 : 1).join(' ');
  const by = said ?? kindOf(value);
  return by === null || value === '' ? null : readAs(by, value);
}

function kindOf(value: string): KnownBy | null {
  if (value.includes('@')) return 'email';
  if (isOnePhone(value)) return 'phone';
  return numberIn(value) === null ? null : 'lead';
}

function readAs(by: KnownBy, value: string): Read | null {
  const number = numberIn(value);
  switch (by) {
    case 'phone':
      return isOnePhone(value) ? { by, fields: { phoneNumber: value } } : null;
    case 'email':
      return readEmails(value).addresses.length === 1 ? { by, fields: { email: value } } : null;
    case 'lead':
      return number === null ? null : { by, fields: { leadId: number } };
    case 'sender':
      return { by, fields: { externalId: number ?? value } };
    default:
      return by satisfies never;
  }
}

function isOnePhone(value: string): boolean {
  const { numbers, rest } = readPhones(null, value);
  return numbers.length === 1 && rest === '';
}

function numberIn(value: string) {
  return parseId(value.replace(/^#/, ''));
}
