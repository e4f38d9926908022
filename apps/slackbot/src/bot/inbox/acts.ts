/**
 * Every act, by its name. To add one: what it is about, what it is done to, and who does it, here; and in `surfaces.ts` where it comes from.
 * The rest (written before it is acknowledged, once, finished by any process, its end told) is the same for all.
 */
import * as v from 'valibot';
import { readAlertValue } from '../../features/alerts/alert-card.ts';
import { silencesCard } from '../../features/alerts/alert-list.ts';
import { actOnCause } from '../../features/alerts/cause-act.ts';
import { type CauseWish, isSilenceVerb, readCauseWish } from '../../features/alerts/causes-view.ts';
import { exportAlert } from '../../features/alerts/export.ts';
import { exportedCard } from '../../features/alerts/exported-card.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import { changedCard, readSubscriptionValue } from '../../features/subscriptions/subscription-cards.ts';
import type { Ask } from '../../queries/ask.ts';
import { checkAsk } from '../../queries/ask-schema.ts';
import { encodeAsk } from '../../commands/index.ts';
import { answer } from '../conversation.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { parseContext } from '../shell.ts';
import { sayLost } from '../show-modal.ts';
import { maxNote } from '../../features/alerts/alert-form.ts';
import type { Button, Place } from '@leadbell/slack-kit';
import type { Act, Doing } from './act.ts';

/** Typed, or carried by a button: answered as a command is. */
interface AskAct extends Pick<Act<Ask>, 'afterRestart'> {
  /** Commands that can also only be read (the form of `subscribe`, the list of `unsubscribe`) say which of their asks are acts. */
  readonly isAct: (ask: Ask) => boolean;
  readonly object: (ask: Ask, place: Place) => string;
  /** Beside the command, what tells it from others on the object. */
  readonly detail?: (ask: Ask) => string;
  readonly repeats?: 'person' | 'anybody';
}

const always = () => true;
const done = () => 'done' as const;
const hasId = ({ id }: Ask) => id !== undefined;
const alertOf = ({ id = '' }: { readonly id?: string | number }) => `alert ${id}`;
const wordsOf = ({ words = '', filters }: Ask) => `${words} ${JSON.stringify(filters)}`;
/** One object for all that changes them, so that subscribe, remove, subscribe are three acts. */
const subscriptionsIn = ({ channel }: Pick<Place, 'channel'>) => `subscriptions ${channel}`;
/** Likewise: silence, end, silence. */
const silences = 'silences';

const askActs = {
  share: {
    isAct: ({ share }) => share,
    object: ({ fresh: _fresh, ...ask }, { channel }) => `share ${channel} ${encodeAsk(ask)}`,
    repeats: 'person',
    afterRestart: () => 'perhaps',
  },
  subscribe: {
    isAct: ({ words }) => words !== undefined,
    object: (_ask, place) => subscriptionsIn(place),
    detail: (ask) => `${ask.id ?? 'new'} ${wordsOf(ask)}`,
    afterRestart: done,
  },
  unsubscribe: {
    isAct: hasId,
    object: (_ask, place) => subscriptionsIn(place),
    detail: ({ id = '' }) => id,
    afterRestart: done,
  },
  assign: { isAct: always, object: alertOf, detail: wordsOf, afterRestart: done },
  note: { isAct: always, object: alertOf, detail: ({ words = '' }) => words, repeats: 'person', afterRestart: done },
  silence: { isAct: always, object: () => silences, detail: wordsOf, afterRestart: done },
  language: { isAct: always, object: (_ask, { user }) => `person ${user}`, detail: wordsOf, afterRestart: done },
} as const satisfies Readonly<Record<string, AskAct>>;

export type AskActName = keyof typeof askActs;

function actOfAsk(name: AskActName): Act<Ask> {
  const one: AskAct = askActs[name];
  return {
    read(what) {
      const ask = checkAsk(what);
      return ask !== null && one.isAct(ask) ? ask : null;
    },
    object: one.object,
    verb: (ask) => `${name} ${one.detail?.(ask) ?? ''}`,
    repeats: () => one.repeats ?? null,
    afterRestart: one.afterRestart,
    handle: (ask, doing) => answer({ ...doing, ask }, doing.turn, doing.shell),
  };
}

/** Acts of the buttons and the menu of an alert; its other choices open forms. */
const alertVerbs = ['acknowledge', 'assign', 'release', 'snooze', 'export'] as const;
type AlertWish = { readonly verb: (typeof alertVerbs)[number]; readonly id: number };

const alert: Act<AlertWish> = {
  read(what) {
    const wish = readAlertValue(String(what));
    const verb = alertVerbs.find((one) => one === wish?.verb);
    return wish === null || verb === undefined ? null : { verb, id: wish.id };
  },
  object: alertOf,
  verb: ({ verb }) => verb,
  repeats: ({ verb }) => (verb === 'export' ? 'person' : null),
  // The message itself shows what was done.
  afterRestart: ({ verb }) => (verb === 'export' ? 'perhaps' : 'nothing'),
  async handle({ verb, id }, doing) {
    const { place, reply, messages, shell } = doing;
    if (verb === 'export') return exportTo(id, doing);
    if (verb === 'snooze' && !(await shell.alerts.maySilence(place.user)))
      return reply.say(sentenceCard(messages.alerts.mayNotSilence, messages));
    const found = await shell.alerts.act(id, verb, place.user);
    if (found === null) await reply.say(sentenceCard(messages.alerts.gone, messages));
    shell.log.info({ alert: id, verb }, 'alert.deed');
  },
};

async function exportTo(id: number, { place, reply, messages, turn, shell }: Doing): Promise<void> {
  const exported = await exportAlert(id, shell, turn.signal, messages);
  if (exported !== null) {
    await shell.alerts.exported(id, place.user);
    await shell.delivery.sendFile(place.user, exported.file);
  }
  await reply.say(exportedCard(exported, messages));
  shell.log.info({ alert: id, verb: 'export' }, 'alert.deed');
}

const number = v.pipe(v.number(), v.safeInteger());
const alertFormSchema = v.variant('verb', [
  v.object({ verb: v.literal('assign'), id: number, to: v.string() }),
  v.object({ verb: v.literal('note'), id: number, text: v.pipe(v.string(), v.maxLength(maxNote)) }),
]);

const alertForm: Act<v.InferOutput<typeof alertFormSchema>> = {
  read: (what) => readWith(alertFormSchema, what),
  object: alertOf,
  verb: (form) => (form.verb === 'note' ? `note ${form.text}` : `assign ${form.to}`),
  repeats: ({ verb }) => (verb === 'note' ? 'person' : null),
  afterRestart: () => 'nothing',
  async handle(form, { place, reply, messages, shell }) {
    const about = form.verb === 'note' ? { text: form.text } : { to: form.to };
    const found = await shell.alerts.act(form.id, form.verb, place.user, about);
    // The message itself shows what was done; only what could not be done is said.
    if (found === null) await reply.say(sentenceCard(messages.alerts.gone, messages));
    shell.log.info({ alert: form.id, verb: form.verb, found: found !== null }, 'alert.deed');
  },
};

/** Done in the list of a summary, which shows what was done. */
const cause: Act<CauseWish> = {
  read(what) {
    const wish = readCauseWish(String(what));
    return wish === null || wish.verb === 'assign-to' ? null : wish;
  },
  object: ({ verb, alert: id }) => (isSilenceVerb(verb) ? silences : alertOf({ id })),
  verb: ({ verb, alert: id }) => `${verb} ${id}`,
  repeats: () => null,
  afterRestart: () => 'nothing',
  async handle(wish, { place, reply, messages, shell }) {
    const { outcome, channel } = await actOnCause(wish, place.user, messages, shell);
    if (outcome === 'done') return;
    const why = outcome === 'gone' ? messages.alerts.gone : messages.alerts.mayNotSilence;
    const there = channel === null ? reply : reply.in(channel);
    await there.say(sentenceCard(why, messages));
  },
};

const endSilence: Act<number> = {
  read: (what) => (/^\d{1,15}$/.test(String(what)) ? Number(what) : null),
  object: () => silences,
  verb: (silence) => `end ${silence}`,
  repeats: () => null,
  afterRestart: done,
  async handle(silence, { place, reply, messages, shell }) {
    const { alerts, zone } = shell;
    const may = await alerts.maySilence(place.user);
    if (may) await alerts.endSilence(silence, place.user);
    const title = may ? messages.alerts.silenceEnded : messages.alerts.mayNotSilence;
    await reply.say(silencesCard(await alerts.silences(), title, messages, zone));
  },
};

const verbs = ['pause', 'resume', 'send', 'remove'] as const;

const subscription: Act<{ readonly verb: (typeof verbs)[number]; readonly id: number }> = {
  read(what) {
    const wish = readSubscriptionValue(String(what));
    const verb = verbs.find((one) => one === wish?.verb);
    return wish === null || verb === undefined ? null : { verb, id: wish.id };
  },
  object: (_wish, place) => subscriptionsIn(place),
  verb: ({ verb, id }) => `${verb} ${id}`,
  repeats: ({ verb }) => (verb === 'send' ? 'anybody' : null),
  afterRestart: done,
  async handle({ verb, id }, { place, reply, messages, shell }) {
    const changed = await shell.desk.change(place, id, verb);
    await reply.say(changedCard(changed, verb, parseContext(shell, messages)));
    shell.log.info({ subscription: id, verb, found: changed !== null }, 'subscription.changed');
  },
};

/** A question that took long when the process ended: it is answered again, so that no one waits for ever. Not an act of a person: see `conversation.ts`. */
const reading: Act<Ask> = {
  read: checkAsk,
  object: (ask) => `reading ${encodeAsk(ask)}`,
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle: (ask, doing) => answer({ ...doing, ask }, doing.turn, doing.shell),
};

const lostView = v.object({
  viewId: v.string(),
  title: v.string(),
  tryAgain: v.string(),
  action: v.picklist(Object.values(actionIds)),
});

/** The same of a modal: it is not opened again, its trigger is over. */
const readingView: Act<v.InferOutput<typeof lostView>> = {
  read: (what) => readWith(lostView, what),
  object: ({ viewId }) => `view ${viewId}`,
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle({ viewId, title, tryAgain: value, action }, { messages, shell }) {
    const tryAgain: Button = { kind: 'button', action, value, label: messages.shell.tryAgain, style: 'primary' };
    return sayLost({ viewId, title, tryAgain }, messages, shell);
  },
};

export const acts = {
  share: actOfAsk('share'),
  subscribe: actOfAsk('subscribe'),
  unsubscribe: actOfAsk('unsubscribe'),
  assign: actOfAsk('assign'),
  note: actOfAsk('note'),
  silence: actOfAsk('silence'),
  language: actOfAsk('language'),
  alert,
  cause,
  'alert form': alertForm,
  'end silence': endSilence,
  subscription,
  reading,
  'reading view': readingView,
};

export type ActName = keyof typeof acts;

/** Null when this version has none of that name. */
export function findAct(name: string): Act<unknown> | null {
  return Object.hasOwn(acts, name) ? (acts[name as ActName] as Act<unknown>) : null;
}

function readWith<T>(schema: v.GenericSchema<unknown, T>, what: unknown): T | null {
  const read = v.safeParse(schema, what);
  return read.success ? read.output : null;
}
