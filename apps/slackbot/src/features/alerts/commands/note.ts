/** `note 12 the branch was renamed` adds a note to an alert's thread, for the next reader. */
import { alertOf } from '../acts.ts';
import { type Id, cutText } from '@leadbell/domain';
import { alertDetailCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { maxNote } from '../alert-form.ts';
import { typedNote } from '../typed-note.ts';
import { idField, queryOf, textField } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

interface NoteQuery extends Query {
  readonly id: Id;
  readonly text: string;
}

export const note: Command = defineCommand<NoteQuery>({
  name: 'note',
  synonyms: ['ملاحظة'],
  usage: (messages) => messages.commands.note,
  needs: 'act on alerts',
  does: {
    isAct: () => true,
    object: alertOf,
    detail: ({ text }) => text,
    repeats: 'person',
    afterRestart: 'done',
  },
  query: v.union([
    queryOf('note', { id: idField, text: textField }),
    // Releases before 1.0 stored the query like this in the inbox.
    v.pipe(
      queryOf('note', { id: idField, words: textField }),
      v.transform(({ words, ...query }) => ({ ...query, text: words })),
    ),
  ]),
  parse: ({ rest }, context) => {
    const parsed = readId(rest, context.messages.commands.note.form, context);
    if (!parsed.ok) return parsed;
    const text = cutText(typedNote(parsed.rest), maxNote);
    if (text === '') return { ok: false, complaint: { sentence: context.messages.alerts.emptyNote } };
    return { ok: true, query: { command: 'note', id: parsed.id, share: false, text } };
  },
  answer: async ({ id, text }, { alerts, place, messages, zone }) => {
    const done = await alerts.act(ownNumber(id) ?? 0, 'note', place.user, { text });
    if (done === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(done.alert, { messages, zone, errorTexts: done.errorTexts });
  },
});
