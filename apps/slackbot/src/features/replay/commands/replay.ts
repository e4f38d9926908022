/** `replay bulk-errors from-5 last 14 days`: what a rule would have said, and how often, before it is switched on. To the one who asks, nothing is posted. */
import { type Instant, resolvePeriod } from '@leadbell/domain';
import { nothingToReplayCard, replayCard } from '../replay-card.ts';
import { readWish, writeWish } from '../replay-wish.ts';
import type { Command } from '../../../commands/command.ts';
import { readPeriod } from '../../../commands/periods.ts';

/** So long is kept what bulks looked like. */
const keptDays = 35;
const keptMs = keptDays * 86_400_000;

export const replay: Command = {
  name: 'replay',
  synonyms: ['إعادة', 'اعادة', 'محاكاة'],
  usage: (messages) => messages.commands.replay,
  does: 'reads',
  parse: ({ rest, filters }, context) => {
    const say = context.messages.replay;
    const { wish, wrong, rest: others } = readWish(rest);
    const suggestion = `replay ${wish.rule === null || wrong?.why === 'live-only' ? 'bulk-errors from-5' : wish.rule}`;
    if (Object.keys(filters).length > 0) return { ok: false, complaint: { sentence: say.noFilters, suggestion } };
    if (wrong !== null) {
      const { why, word } = wrong;
      const sentence =
        why === 'bounds' ? say.outOfBounds(word) : why === 'live-only' ? say.liveOnly(word) : say.otherRule(word);
      return { ok: false, complaint: { sentence, suggestion } };
    }
    const words = writeWish(wish);
    const parsed = readPeriod(
      others.length === 0 ? 'last 7 days' : others.join(' '),
      context,
      `replay ${words === '' ? '' : `${words} `}`,
    );
    if (!parsed.ok) return parsed;
    const ask = { command: 'replay', period: parsed.spec, filters: {}, page: 0, share: false };
    return { ok: true, ask: words === '' ? ask : { ...ask, words } };
  },
  answer: async ({ words = '', period = { kind: 'last-days', days: 7 } }, context) => {
    const { now, replay: run, signal } = context;
    const { wish } = readWish(words);
    const { window } = resolvePeriod(period, context);
    const kept = {
      from: Math.max(window.from, now - keptMs) as Instant,
      to: Math.min(window.to, now) as Instant,
    };
    const replayed = kept.from < kept.to ? await run(wish, kept, signal) : null;
    return replayed === null
      ? nothingToReplayCard(keptDays, context)
      : replayCard(replayed, wish, window.from < kept.from ? keptDays : null, context);
  },
};
