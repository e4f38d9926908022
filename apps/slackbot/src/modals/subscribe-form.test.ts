import { validateBlocks } from '@leadbell/slack-sandbox';
import { describe, expect, it } from 'vitest';
import { contextFor, fakeApi } from '../answers/lead-fixtures.ts';
import { parseText } from '../commands/index.ts';
import { messagesFor } from '../locales/index.ts';
import { readForm, renderForm } from '../slack/form.ts';
import { formOf, lineOf, readMetadata } from './subscribe-form.ts';

describe.each(['en', 'ar'] as const)('the form in %s', (tag) => {
  const messages = messagesFor(tag);
  const view = renderForm(formOf('C0SALES', messages), messages.direction);

  it('is what Slack takes', () => {
    expect(validateBlocks(view.blocks, 'modal')).toEqual([]);
    // Nothing is cut.
    expect([view.title, view.submit].map((text) => text?.text.replace(/\p{Cf}/gu, ''))).toEqual([
      messages.subscriptions.form.title,
      messages.subscriptions.form.submit,
    ]);
    expect(readMetadata(view.private_metadata ?? '')).toEqual({ channel: 'C0SALES', tag });
  });

  it('left as it is, is a line that is understood', () => {
    const values = readForm({
      time: { time: { selected_time: '08:30' } },
      days: { days: { selected_options: [{ value: 'sun' }, { value: 'thu' }] } },
      language: { language: { selected_option: { value: tag === 'ar' ? 'arabic' : 'english' } } },
      filters: { filters: { value: 'brand:KIA' } },
      empty: { empty: { selected_options: [] } },
    });
    const parsed = parseText(lineOf(values), contextFor(fakeApi([]), tag));
    expect(parsed).toMatchObject({ ok: true, ask: { command: 'subscribe', filters: { brand: 'KIA' } } });
    expect(JSON.stringify(parsed)).toContain('08:30 sun,thu');
  });
});

it.each(['', 'null', '{}', '{"channel":1,"tag":"en"}'])('metadata that is not ours: %s', (text) => {
  expect(readMetadata(text)).toBeNull();
});
