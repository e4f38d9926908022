import { validateBlocks } from '@leadbell/slack-sandbox';
import { formatScheduleText, readSchedule, type Zone } from '@leadbell/domain';
import { describe, expect, it } from 'vitest';
import { contextFor, fakeApi } from '../answers/lead-fixtures.ts';
import { parseText } from '../commands/index.ts';
import { optionalSections } from '../digest/sections/index.ts';
import { messagesFor } from '../locales/index.ts';
import { readForm, renderForm } from '../slack/form.ts';
import type { DigestDefinition } from '../subscriptions/definition.ts';
import { formOf, lineOf, readMetadata } from './subscribe-form.ts';

describe.each(['en', 'ar'] as const)('the form in %s', (tag) => {
  const messages = messagesFor(tag);
  const view = renderForm(
    formOf({ channel: 'C0SALES', zone: 'Asia/Riyadh' as Zone, edited: null }, messages),
    messages.direction,
  );

  it('is what Slack takes', () => {
    expect(validateBlocks(view.blocks, 'modal')).toEqual([]);
    // Nothing is cut.
    expect([view.title, view.submit].map((text) => text?.text.replace(/\p{Cf}/gu, ''))).toEqual([
      messages.subscriptions.form.title,
      messages.subscriptions.form.submit,
    ]);
    expect(readMetadata(view.private_metadata ?? '')).toEqual({ channel: 'C0SALES', tag, id: null, or: null });
  });

  it('left as it is, is a line that is understood', () => {
    const values = readForm({
      time: { time: { selected_time: '08:30' } },
      days: { days: { selected_options: [{ value: 'sun' }, { value: 'thu' }] } },
      language: { language: { selected_option: { value: tag === 'ar' ? 'arabic' : 'english' } } },
      rhythm: { rhythm: { selected_option: { value: 'days' } } },
      zone: { zone: { value: 'Europe/Berlin ' } },
      brand: { brand: { value: 'KIA, Hyundai' } },
      branch: { branch: { value: '!Riyadh "North"' } },
      options: { options: { selected_options: [{ value: 'skip-empty' }] } },
      sections: { sections: { selected_options: optionalSections.map((value) => ({ value })) } },
    });
    const parsed = parseText(lineOf(values), contextFor(fakeApi([]), tag));
    expect(parsed).toMatchObject({
      ok: true,
      ask: { command: 'subscribe', filters: { brand: 'KIA|Hyundai', branch: '!Riyadh North' } },
    });
    expect(JSON.stringify(parsed)).toContain('08:30 sun,thu Europe/Berlin');
    expect(JSON.stringify(parsed)).not.toContain('no-');
  });
});

it.each([
  ['alerts', { kind: 'alerts' }],
  ['leads', { kind: 'leads', filters: { brand: 'KIA' } }],
])('of %s takes what belongs to it alone', (what, expected) => {
  const answers = new Map([
    ['what', what],
    ['time', '08:30'],
    ['days', 'sun'],
    ['zone', 'Europe/Berlin'],
    ['language', 'arabic'],
    ['brand', 'KIA'],
  ]);
  const line = lineOf((id) => [answers.get(id) ?? []].flat());
  const parsed = parseText(line, contextFor(fakeApi([])));
  expect(parsed).toMatchObject({ ok: true, ask: { words: `${what} Europe/Berlin arabic` } });
  expect(line.includes('brand')).toBe('filters' in expected);
});

it.each(['monthly last 18:00', '08:30', '07:15 mon,wed', 'monthly 9 07:00'])(
  'the form of a subscription for %s, left as it is, changes nothing',
  (text) => {
    const messages = messagesFor('en');
    const { schedule } = readSchedule(text.split(' '));
    if (schedule === null) throw new Error('no schedule');
    const definition: DigestDefinition = {
      kind: 'digest',
      schedule,
      zone: 'Europe/Berlin' as Zone,
      language: 'ar',
      filters: { brand: 'KIA|Hyundai', type: '!New' },
      skipEmpty: true,
      workingDaysOnly: false,
      hijri: true,
      without: ['hours'],
    };
    const form = formOf({ channel: 'C0SALES', zone: 'Asia/Riyadh' as Zone, edited: { id: 7, definition } }, messages);
    expect(validateBlocks(renderForm(form, 'ltr').blocks, 'modal')).toEqual([]);
    expect(readMetadata(form.metadata)).toMatchObject({ id: 7 });
    const initial = new Map(form.fields.map((field) => [field.id, field.initial ?? '']));
    const parsed = parseText(
      lineOf((id) => [initial.get(id) ?? []].flat().filter((one) => one !== '')),
      contextFor(fakeApi([])),
    );
    expect(parsed).toMatchObject({ ok: true, ask: { filters: definition.filters } });
    const said = parsed.ok ? (parsed.ask.words ?? '').split(' ') : [];
    expect(said).toEqual([
      ...formatScheduleText(schedule).split(' '),
      'Europe/Berlin',
      'arabic',
      'skip-empty',
      'hijri',
      'no-hours',
    ]);
  },
);

it.each(['', 'null', '{}', '{"channel":1,"tag":"en"}'])('metadata that is not ours: %s', (text) => {
  expect(readMetadata(text)).toBeNull();
});
