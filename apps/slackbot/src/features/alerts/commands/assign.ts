/**
 * `assign 12 @noura` assigns the alert and notifies her; `assign 12 me` assigns it to the person
 * who types; `assign 12 nobody` releases it.
 */
import type { Id } from '@leadbell/domain';
import { alertOf } from '../acts.ts';
import { alertDetailCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { idField, queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';
import { wordTable } from '../../../commands/word-table.ts';
import { personIn } from '../../../commands/typed-text.ts';

const to = v.pipe(v.string(), v.regex(/^(?:me|nobody|[UW][A-Z0-9]{2,20})$/));

const toWords = wordTable({
  me: ['me', 'myself', 'لي', 'أنا'],
  nobody: ['nobody', 'none', 'لا-أحد', 'لا أحد', 'لاأحد'],
});

interface AssignQuery extends Query {
  readonly id: Id;
  /** A person's Slack id, or `me` or `nobody`. */
  readonly to: string;
}

export const assign: Command = defineCommand<AssignQuery>({
  name: 'assign',
  synonyms: ['إسناد', 'أسند'],
  usage: (messages) => messages.commands.assign,
  needs: 'act on alerts',
  does: { isAct: () => true, object: alertOf, detail: ({ to }) => to, afterRestart: 'done' },
  query: v.union([
    queryOf('assign', { id: idField, to }),
    // Releases before 1.0 stored the query like this in the inbox.
    v.pipe(
      queryOf('assign', { id: idField, words: to }),
      v.transform(({ words, ...query }) => ({ ...query, to: words })),
    ),
  ]),
  parse: ({ rest }, context) => {
    const parsed = readId(rest, context.messages.commands.assign.form, context);
    if (!parsed.ok) return parsed;
    const whom = toWords.named(parsed.rest) ?? personIn(parsed.rest);
    if (whom === null) return { ok: false, complaint: { sentence: context.messages.alerts.whomToAssign } };
    return { ok: true, query: { command: 'assign', id: parsed.id, share: false, to: whom } };
  },
  answer: async ({ id, to: named }, { alerts, place, messages, zone }) => {
    const number = ownNumber(id) ?? 0;
    const to = named === 'me' ? place.user : named;
    if (to !== 'nobody' && to !== place.user && !(await alerts.mayOwn(number, to)))
      return sentenceCard(messages.alerts.mayNotOwn, messages);
    const done = await (to === 'nobody'
      ? alerts.act(number, 'release', place.user)
      : alerts.act(number, 'assign', place.user, { to }));
    if (done === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(done.alert, { messages, zone, errorTexts: done.errorTexts });
  },
});
