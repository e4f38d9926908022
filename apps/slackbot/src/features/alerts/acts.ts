/** The acts on alerts and silences. */
import type { Ability } from '@leadbell/domain';
import * as v from 'valibot';
import { readAlertValue } from './alert-card.ts';
import type { AlertView } from './alert-view.ts';
import { alertDetailCard, silencedTitle, silencesCard } from './alert-list.ts';
import { actOnCause } from './cause-act.ts';
import { type CauseRequest, isSilenceVerb, readCauseRequest } from './causes-view.ts';
import { exportAlert } from './export.ts';
import { exportedCard } from './exported-card.ts';
import { isQuieting, maxNote, type NextStep, nextSteps } from './alert-form.ts';
import { silenceCause } from './silence-cause.ts';
import { sentenceCard } from '../../cards/sentence.ts';
import type { Act, Doing } from '../../bot/contract.ts';
import { readWith } from '../../bot/inbox/read-with.ts';

export const alertOf = ({ id = '' }: { readonly id?: string | number }): string => `alert ${id}`;
/**
 * All acts on silences share this object. So if a person ends a silence and begins an equal one,
 * the latest act on the object is the end, and the new silence does not count as a repetition.
 */
export const silences = 'silences';

/** The choices of an alert's buttons and menu that are acts. The other choices open forms. */
const alertVerbs = ['acknowledge', 'assign', 'release', 'reopen', 'snooze', 'export'] as const;
const needsOf = {
  acknowledge: 'act on alerts',
  assign: 'act on alerts',
  release: 'act on alerts',
  reopen: 'act on alerts',
  snooze: 'silence',
  export: 'export',
} as const satisfies Readonly<Record<(typeof alertVerbs)[number], Ability>>;
type AlertRequest = { readonly verb: (typeof alertVerbs)[number]; readonly id: number };

export const alertAct: Act<AlertRequest> = {
  read(what) {
    const request = readAlertValue(String(what));
    const verb = alertVerbs.find((one) => one === request?.verb);
    return request === null || verb === undefined ? null : { verb, id: request.id };
  },
  needs: ({ verb }) => [needsOf[verb]],
  object: alertOf,
  verb: ({ verb }) => verb,
  repeats: ({ verb }) => (verb === 'export' ? 'person' : null),
  // After a restart, only an export needs a reply. The alert's message shows the result of the
  // other acts.
  afterRestart: ({ verb }) => (verb === 'export' ? 'perhaps' : 'nothing'),
  async handle({ verb, id }, doing) {
    const { place, reply, messages, botContext } = doing;
    if (verb === 'export') return exportTo(id, doing);
    if (verb === 'snooze' && !(await botContext.alerts.maySilence(place.user)))
      return reply.say(sentenceCard(messages.alerts.mayNotSilence, messages));
    await sayUnseen(id, await botContext.alerts.act(id, verb, place.user), doing);
    botContext.log.info({ alert: id, verb }, 'alert.action');
  },
};

/**
 * Replies when the act failed, or when no message in the channel shows its result. In a modal, the
 * reply shows the alert after the act.
 */
async function sayUnseen(
  id: number,
  found: AlertView | null,
  { place, reply, messages, botContext }: Doing,
): Promise<void> {
  const { zone } = botContext;
  if (found === null) await reply.say(sentenceCard(messages.alerts.gone, messages));
  else if (reply.address.view !== undefined)
    await reply.say(alertDetailCard(found.alert, { messages, zone, errorTexts: found.errorTexts }));
  else if (!(await botContext.alerts.isShownIn(id, place.channel)))
    await reply.say(sentenceCard(messages.alerts.doneUnseen, messages));
}

async function exportTo(id: number, { place, scope, reply, messages, turn, botContext }: Doing): Promise<void> {
  const exported = await exportAlert(
    id,
    botContext,
    { signal: turn.signal, scope, forgotten: botContext.forgotten },
    messages,
  );
  if (exported !== null) {
    const limit = await botContext.alerts.exported(id, place.user, exported);
    if (limit !== null) return reply.say(sentenceCard(messages.access.tooManyPeople(limit), messages));
    await botContext.delivery.sendFile(place.user, exported.file, (file) =>
      botContext.placeNotes.file(place.user, file, exported.leads),
    );
  }
  await reply.say(exportedCard(exported, messages));
  botContext.log.info({ alert: id, verb: 'export' }, 'alert.action');
}

const number = v.pipe(v.number(), v.safeInteger());
const alertFormSchema = v.variant('verb', [
  v.object({ verb: v.literal('assign'), id: number, to: v.string() }),
  v.object({ verb: v.literal('next'), id: number, step: v.picklist(nextSteps) }),
  v.object({ verb: v.literal('note'), id: number, text: v.pipe(v.string(), v.maxLength(maxNote)) }),
]);

export const alertFormAct: Act<v.InferOutput<typeof alertFormSchema>> = {
  read: (what) => readWith(alertFormSchema, what),
  needs: (form) => [form.verb === 'next' && isQuieting(form.step) ? 'silence' : 'act on alerts'],
  object: (form) => (form.verb === 'next' && form.step.startsWith('silence') ? silences : alertOf(form)),
  verb(form) {
    if (form.verb === 'next') return `${form.step} ${form.id}`;
    return form.verb === 'note' ? `note ${form.text}` : `assign ${form.to}`;
  },
  repeats: ({ verb }) => (verb === 'note' ? 'person' : null),
  afterRestart: () => 'nothing',
  async handle(form, doing) {
    const { place, reply, messages, botContext } = doing;
    if (form.verb === 'next') return takeStep(form, doing);
    if (form.verb === 'assign' && form.to !== place.user && !(await botContext.alerts.mayOwn(form.id, form.to)))
      return reply.say(sentenceCard(messages.alerts.mayNotOwn, messages));
    const about = form.verb === 'note' ? { text: form.text } : { to: form.to };
    const found = await botContext.alerts.act(form.id, form.verb, place.user, about);
    await sayUnseen(form.id, found, doing);
    botContext.log.info({ alert: form.id, verb: form.verb, found: found !== null }, 'alert.action');
  },
};

const snoozes = { 'snooze-hour': 'hour', 'snooze-tomorrow': 'tomorrow', 'snooze-week': 'week' } as const;

/** Carries out the step that a person chose in the form *Resolve or snooze*. */
async function takeStep({ id, step }: { readonly id: number; readonly step: NextStep }, doing: Doing): Promise<void> {
  const { place, reply, messages, botContext } = doing;
  const { alerts, log, zone } = botContext;
  if (isQuieting(step) && !(await alerts.maySilence(place.user)))
    return reply.say(sentenceCard(messages.alerts.mayNotSilence, messages));
  if (step === 'silence-2h' || step === 'silence-day') {
    const found = await alerts.find(id);
    if (found === null) return reply.say(sentenceCard(messages.alerts.gone, messages));
    const made = await silenceCause(
      { alert: found.alert, errorTexts: found.errorTexts, step },
      place.user,
      messages,
      alerts,
    );
    await reply.say(silencesCard([made], silencedTitle(made, messages, zone), messages, zone));
  } else if (step === 'resolve' && !(await alerts.mayResolve(id))) {
    return reply.say(sentenceCard(messages.access.needsAll, messages));
  } else if (step === 'resolve' || step === 'unacknowledge' || step === 'wake') {
    await sayUnseen(id, await alerts.act(id, step, place.user), doing);
  } else {
    await sayUnseen(id, await alerts.act(id, 'snooze', place.user, { until: snoozes[step] }), doing);
  }
  log.info({ alert: id, verb: step }, 'alert.action');
}

/** An act on an alert in the list of a summary. The list shows the result. */
export const causeAct: Act<CauseRequest> = {
  read(what) {
    const request = readCauseRequest(String(what));
    return request === null || request.verb === 'assign-to' ? null : request;
  },
  needs: ({ verb }) => [isSilenceVerb(verb) ? 'silence' : 'act on alerts'],
  object: ({ verb, alert: id }) => (isSilenceVerb(verb) ? silences : alertOf({ id })),
  verb: ({ verb, alert: id }) => `${verb} ${id}`,
  repeats: () => null,
  afterRestart: () => 'nothing',
  async handle(request, { place, reply, messages, botContext }) {
    const { outcome, channel } = await actOnCause(request, place.user, messages, botContext);
    if (outcome === 'done') return;
    const why = outcome === 'gone' ? messages.alerts.gone : messages.alerts.mayNotSilence;
    const there = channel === null ? reply : reply.in(channel);
    await there.say(sentenceCard(why, messages));
  },
};

export const endSilence: Act<number> = {
  read: (what) => (/^\d{1,15}$/.test(String(what)) ? Number(what) : null),
  needs: () => ['silence'],
  object: () => silences,
  verb: (silence) => `end ${silence}`,
  repeats: () => null,
  afterRestart: () => 'done',
  async handle(silence, { place, scope, reply, messages, botContext }) {
    if (scope !== 'all') return reply.say(sentenceCard(messages.access.needsAll, messages));
    const { alerts, zone } = botContext;
    const may = await alerts.maySilence(place.user);
    if (may) await alerts.endSilence(silence, place.user);
    const title = may ? messages.alerts.silenceEnded : messages.alerts.mayNotSilence;
    await reply.say(silencesCard(await alerts.silences(), title, messages, zone));
  },
};
