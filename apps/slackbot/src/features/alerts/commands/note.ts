/** `note 12 the branch was renamed`: into the thread of an alert, for whoever looks next. */
import { alertOf } from '../acts.ts';
import { cutText } from '@leadbell/domain';
import { alertDetailCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { maxNote } from '../alert-form.ts';
import type { Command } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

export const note: Command = {
  name: 'note',
  synonyms: ['ملاحظة', 'ملاحظه'],
  usage: (messages) => messages.commands.note,
  does: {
    isAct: () => true,
    object: alertOf,
    detail: ({ words = '' }) => words,
    repeats: 'person',
    afterRestart: 'done',
  },
  parse: ({ rest }, context) => {
    const parsed = readId(rest, 'note 12 …', context);
    if (!parsed.ok) return parsed;
    const words = cutText(parsed.rest, maxNote);
    if (words === '') return { ok: false, complaint: { sentence: context.messages.alerts.emptyNote } };
    return { ok: true, ask: { command: 'note', id: parsed.id, filters: {}, page: 0, share: false, words } };
  },
  answer: async ({ id, words = '' }, { alerts, place, messages, zone }) => {
    const done = await alerts.act(ownNumber(id) ?? 0, 'note', place.user, { text: words });
    if (done === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(done.alert, { messages, zone, errorTexts: done.errorTexts });
  },
};
