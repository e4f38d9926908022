/** `silence source:Email 2h maintenance`, `silence error:"Branch not found" 2h`: what matches is not told for a while; that it is resolved is told. */
import { silences, wordsOf } from '../acts.ts';
import { alertRules, cutText, latinDigits } from '@leadbell/domain';
import { silencesCard } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import type { Command } from '../../../commands/command.ts';

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  د: 60_000,
  h: 3_600_000,
  س: 3_600_000,
  d: 86_400_000,
  ي: 86_400_000,
};
const longestMs = 31 * 86_400_000;
const maxReason = 100;

export const silence: Command = {
  name: 'silence',
  synonyms: ['mute', 'إسكات', 'اسكات', 'أسكت'],
  usage: (messages) => messages.commands.silence,
  does: { isAct: () => true, object: () => silences, detail: wordsOf, afterRestart: 'done' },
  takesError: true,
  parse: ({ rest, filters, error }, { messages }) => {
    const read = readSilence(rest);
    const { source, brand, branch } = filters;
    const named = { ...(source && { source }), ...(brand && { brand }), ...(branch && { branch }) };
    const isNothing = Object.keys(named).length === 0 && read.rule === null && error === undefined;
    const isOther = Object.keys(filters).length > Object.keys(named).length;
    const isNot = Object.values(named).some((value) => /^!|\|/.test(value));
    if (read.ms === null || isNothing || isOther || isNot) {
      return { ok: false, complaint: { sentence: messages.complaints.whatToSilence, suggestion: 'silences' } };
    }
    // No quotation mark is left in it.
    const words = error === undefined ? rest : `error:"${error}" ${rest}`;
    return { ok: true, ask: { command: 'silence', filters: named, page: 0, share: false, words } };
  },
  answer: async ({ filters, words = '' }, { alerts, place, messages, zone }) => {
    if (!(await alerts.maySilence(place.user))) return sentenceCard(messages.alerts.mayNotSilence, messages);
    const { ms, rule, error, reason } = readSilence(words);
    const { source, brand, branch } = filters;
    const made = await alerts.silence(
      {
        ...(source && { source }),
        ...(brand && { brand }),
        ...(branch && { branch }),
        ...(error && { error }),
        ...(rule && { rule }),
      },
      ms ?? 0,
      reason,
      place.user,
    );
    return silencesCard([made], messages.alerts.silenced, messages, zone);
  },
};

interface Wished {
  readonly ms: number | null;
  readonly rule: string | null;
  readonly error: string | null;
  readonly reason: string;
}

function readSilence(text: string): Wished {
  const others: string[] = [];
  let ms: number | null = null;
  let rule: string | null = null;
  const [whole = '', error = null] = /^error:"([^"]*)" /.exec(text) ?? [];
  for (const word of text
    .slice(whole.length)
    .split(' ')
    .filter((one) => one !== '')) {
    const [, count, unit = ''] = /^(\d{1,4})(m|min|h|d|د|س|ي)$/iu.exec(latinDigits(word)) ?? [];
    const named = alertRules.find((id) => id === word.toLowerCase());
    if (count !== undefined && ms === null)
      ms = Math.min(longestMs, Math.max(1, Number(count)) * (units[unit.toLowerCase()] ?? 0));
    else if (named !== undefined && rule === null) rule = named;
    else others.push(word);
  }
  return { ms, rule, error, reason: cutText(others.join(' '), maxReason).trimEnd() };
}
