/**
 * `subscribe digest 08:30 sun-thu brand:KIA`: the channel gets its own day, on time. In any order besides: a zone (`Europe/Berlin`),
 * a language (`english`, `arabic`), `skip-empty` for no message when there is nothing to tell, `working-days` for none on holidays,
 * `hijri` for that date too, and `no-hours`, `no-errors` … to leave sections out.
 */
import { subscriptionsIn } from '../acts.ts';
import { formOf } from '../subscribe-form.ts';
import { subscribedCard, subscriptionsCard } from '../subscription-cards.ts';
import type { Filters, ParseContext } from '../../../queries/ask.ts';
import type { Messages } from '../../../words/index.ts';
import type { Definition } from '../../../subscriptions/definition.ts';
import { ownNumbers } from '../../../subscriptions/numbers.ts';
import type { Command } from '../../../commands/command.ts';
import { ownNumber } from '../../../commands/ids.ts';
import { readWished, type Wished, writeWished } from './subscribe-words.ts';

export const subscribe: Command = {
  name: 'subscribe',
  synonyms: ['اشترك', 'اشتراك'],
  usage: (messages) => messages.commands.subscribe,
  does: {
    isAct: ({ words }) => words !== undefined,
    object: (_ask, place) => subscriptionsIn(place),
    detail: ({ id = 'new', words = '', filters }) => `${id} ${words} ${JSON.stringify(filters)}`,
    afterRestart: 'done',
  },
  opens: ({ words }, { channel, services, zone, messages }) =>
    words === undefined
      ? formOf({ channel, zone, settings: services.alerts.settings, kind: 'digest', edited: null }, messages)
      : null,
  parse: ({ rest, filters }, { messages }) => {
    const say = messages.subscriptions;
    // Without a word it is the form that is wanted.
    if (rest === '' && Object.keys(filters).length === 0)
      return { ok: true, ask: { command: 'subscribe', filters, page: 0, share: false } };
    const wished = readWished(rest);
    const [first] = wished.strange;
    const suggestion = 'subscribe digest 08:30 sun-thu';
    if (first !== undefined)
      return {
        ok: false,
        complaint: { sentence: strangeness(first, wished.kind, messages), suggestion },
      };
    if (wished.kind === 'digest' && wished.schedule === null)
      return { ok: false, complaint: { sentence: say.noTime, suggestion } };
    return {
      ok: true,
      ask: { command: 'subscribe', filters, page: 0, share: false, words: writeWished(wished) },
    };
  },
  answer: async ({ filters, words, id }, context) => {
    const { desk, place } = context;
    // Where no form can be opened.
    if (words === undefined) return subscriptionsCard(await desk.list(place), context);
    const definition = definitionOf(readWished(words), filters, context);
    const done =
      id === undefined
        ? await desk.subscribe(place, definition)
        : await desk.replace(place, ownNumber(id) ?? 0, definition);
    return subscribedCard(done, id === undefined ? 'subscribed' : 'changed', context);
  },
};

function strangeness(word: string, kind: Definition['kind'], { subscriptions: say }: Messages): string {
  if (word.includes('/')) return say.notAZone(word);
  return { digest: say.notASchedule, alerts: say.notOfAlerts, leads: say.notOfLeads }[kind](word);
}

function definitionOf(wished: Wished, filters: Filters, { zone: home, messages }: ParseContext): Definition {
  const common = { zone: wished.zone ?? home, language: wished.language ?? messages.tag };
  switch (wished.kind) {
    case 'alerts': {
      const { group, minutes } = wished;
      const escalation = group === null ? null : { group, minutes: minutes ?? ownNumbers.escalate.usual };
      const { rulesOff: without, thresholds, threadOnly } = wished;
      return { ...common, kind: 'alerts', without, atLeast: 1, thresholds, escalation, threadOnly };
    }
    case 'leads':
      return {
        ...common,
        kind: 'leads',
        filters,
        together: wished.together ?? ownNumbers.together.usual,
        threadOnly: wished.threadOnly,
      };
    case 'digest': {
      const { schedule, skipEmpty, workingDaysOnly, hijri, without } = wished;
      if (schedule === null) throw new RangeError('a schedule that was understood is none');
      return { ...common, kind: 'digest', schedule, filters, skipEmpty, workingDaysOnly, hijri, without };
    }
    default:
      return wished.kind satisfies never;
  }
}
