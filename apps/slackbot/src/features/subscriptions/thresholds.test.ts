/**
 * Every threshold must keep its meaning through a full round, in every language: typed, stored, in
 * a form, shown on a card, and typed again.
 */
import { replayNumbers, thresholds } from '@leadbell/domain';
import { languageTags } from '@leadbell/i18n';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberName, ruleWords, writeNumber } from '../../commands/option-words.ts';
import { type Definition, readDefinition, writeDefinition } from '../../subscriptions/definition.ts';
import { plainAlerts } from '../../testing/definition-fixtures.ts';
import { contextFor, emptySubscriptionService, fakeApi } from '../../testing/lead-fixtures.ts';
import type { Draft } from '../../subscriptions/draft.ts';
import { answerQuery, type AnyQuery, parseText } from '../../testing/commands-fixtures.ts';
import { draftOf } from './form-draft.ts';
import { formOf, problemsOf } from './subscribe-form.ts';
import { messagesFor } from '../index.ts';
import { saidAs } from './subscription-cards.ts';

test.each(languageTags)('the answer to an unknown word lists every threshold, in %s', (tag) => {
  const context = contextFor(fakeApi([]), tag);
  const answer = (line: string) => {
    const parsed = parseText(line, context);
    return parsed.ok ? '' : parsed.complaint.sentence;
  };
  const strange = answer('subscribe alerts sometimes');
  for (const { word, usual } of thresholds) expect(strange).toContain(writeNumber(word, usual, tag));
  const ofAnother = answer('replay bulk-errors stalled-5');
  for (const { word, rule } of replayNumbers) {
    expect(ofAnother).toContain(numberName(word, tag));
    expect(ofAnother).toContain(ruleWords.typed(rule, tag));
  }
});

test.each(languageTags)('a threshold in %s', async (tag) => {
  const messages = messagesFor(tag);
  let stored: Definition | undefined;
  const context = contextFor(fakeApi([]), tag, {
    subscriptionService: {
      ...emptySubscriptionService,
      subscribe: (place, definition) => {
        stored =
          readDefinition('alerts', JSON.parse(JSON.stringify(writeDefinition(definition))) as object) ?? undefined;
        return emptySubscriptionService.subscribe(place, definition);
      },
    },
  });
  const made = async (draft: Draft): Promise<[Definition | undefined, string]> => {
    const query: AnyQuery = { command: 'subscribe', share: false, filters: {}, draft };
    const card = await answerQuery(query, context);
    return [stored, JSON.stringify(card)];
  };
  const typed = (line: string): Draft => {
    const parsed = parseText(line, context);
    if (!parsed.ok) throw new Error(`not understood: ${line}: ${parsed.complaint.sentence}`);
    return parsed.query.draft ?? { kind: 'digest' };
  };
  const one = fc
    .constantFrom(...thresholds)
    .chain((threshold) => fc.tuple(fc.constant(threshold), fc.integer({ min: threshold.least, max: threshold.most })));
  await fc.assert(
    fc.asyncProperty(one, async ([{ key, word, least, most }, value]) => {
      const wanted = { ...plainAlerts, language: tag, thresholds: { [key]: value } };
      const [definition, card] = await made(typed(`subscribe alerts ${word}-${value}`));
      expect(definition).toEqual(wanted);
      expect(card).toContain(messages.subscriptions[saidAs[key]](value));
      const request = { channel: 'C1', zone: context.zone, settings: context.alerts.settings, kind: 'alerts' } as const;
      const { fields } = formOf({ ...request, edited: { id: 1, definition: wanted } }, messages);
      expect(fields.find(({ id }) => id === word)).toMatchObject({ initial: String(value) });
      const values = (id: string) =>
        fields.flatMap((field) => (field.id === id ? (field.initial ?? []) : [])).filter((text) => text !== '');
      expect(problemsOf(values, 'alerts', messages)).toEqual({});
      expect((await made(draftOf(values, 'alerts', 'alerts')))[0]).toEqual(wanted);
      // The bounds in the table apply to typed values and to the form.
      for (const out of [least - 1, most + 1]) {
        expect(parseText(`subscribe alerts ${word}-${out}`, context).ok).toBe(false);
        const others = (id: string) => (id === word ? [String(out)] : values(id));
        expect(Object.keys(problemsOf(others, 'alerts', messages))).toEqual([word]);
      }
    }),
    { numRuns: 30 },
  );
});
