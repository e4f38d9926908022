import { languages, languageTags } from '@leadbell/i18n';
import { validateBlocks } from '@leadbell/slack-sandbox';
import { defaultAlertSettings, readSchedule, type Zone } from '@leadbell/domain';
import { asRead } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { contextFor, emptySubscriptionService, fakeApi } from '../../testing/lead-fixtures.ts';
import { answerQuery, filters } from '../../testing/commands-fixtures.ts';
import { optionalSections } from '../../subscriptions/sections.ts';
import { messagesFor } from '../index.ts';
import { readForm, renderForm } from '@leadbell/slack-kit';
import type {
  AlertsDefinition,
  Definition,
  DigestDefinition,
  LeadsDefinition,
} from '../../subscriptions/definition.ts';
import { registry } from '../index.ts';
import { draftOf, filtersOf } from './form-draft.ts';
import { type FormRequest, formOf, kindOf, problemsOf, readMetadata } from './subscribe-form.ts';

const request: FormRequest = {
  channel: 'C0SALES',
  zone: 'Asia/Riyadh' as Zone,
  kind: 'digest',
  edited: null,
  settings: defaultAlertSettings,
};
const valuesOf = (given: Readonly<Record<string, string | readonly string[]>>) => (id: string) =>
  [given[id] ?? []].flat().filter((one) => one !== '');
/** Returns the values of a form that was just opened. */
const untouched = (of: FormRequest) =>
  valuesOf(Object.fromEntries(formOf(of, messagesFor('en')).fields.map(({ id, initial }) => [id, initial ?? ''])));

describe.each(languageTags)('the form in %s', (tag) => {
  const messages = messagesFor(tag);
  const view = renderForm(formOf(request, messages), messages.direction);

  it('the form is within Slack’s limits, and carries its channel and kind', () => {
    for (const kind of ['digest', 'alerts', 'leads'] as const)
      expect(validateBlocks(renderForm(formOf({ ...request, kind }, messages), 'ltr').blocks, 'modal')).toEqual([]);
    // The title and the button are not cut.
    expect([view.title, view.submit].map((text) => asRead(text?.text))).toEqual([
      messages.subscriptions.form.title,
      messages.subscriptions.form.submit,
    ]);
    expect(readMetadata(view.private_metadata ?? '')).toEqual({
      channel: 'C0SALES',
      tag,
      kind: 'digest',
      id: null,
      kept: {},
    });
  });

  it('the form gives the intended subscription when it is filled in', () => {
    const values = readForm({
      values: {
        time: { time: { selected_time: '08:30' } },
        days: { days: { selected_options: [{ value: 'sun' }, { value: 'thu' }] } },
        language: { language: { selected_option: { value: languages[tag].typed } } },
        rhythm: { rhythm: { selected_option: { value: 'days' } } },
        zone: { zone: { value: 'Europe/Berlin ' } },
        brand: { brand: { value: 'KIA, Hyundai' } },
        branch: { branch: { value: '!Riyadh "North"' } },
        options: { options: { selected_options: [{ value: 'skip-empty' }] } },
        sections: { sections: { selected_options: optionalSections.map((value) => ({ value })) } },
      },
    });
    expect(problemsOf(values, 'digest', messages)).toEqual({});
    expect(draftOf(values, 'digest', 'digest')).toEqual({
      kind: 'digest',
      schedule: { kind: 'days', minuteOfDay: 510, days: [4, 7] },
      zone: 'Europe/Berlin',
      language: tag,
      skipEmpty: true,
    });
    expect(filtersOf(values)).toEqual({
      brand: { isNot: false, alternatives: ['KIA', 'Hyundai'] },
      branch: { isNot: true, alternatives: ['Riyadh North'] },
    });
  });
});

it.each<Definition['kind']>(['alerts', 'leads'])(
  'submitted before it has changed to the fields of %s is read with the fields that all kinds have',
  (what) => {
    const values = valuesOf({
      what,
      time: '08:30',
      days: 'sun',
      zone: 'Europe/Berlin',
      language: 'arabic',
      brand: 'KIA',
    });
    expect(kindOf(values, 'digest')).toBe(what);
    expect(draftOf(values, what, 'digest')).toEqual({ kind: what, zone: 'Europe/Berlin', language: 'ar' });
    expect(problemsOf(values, 'digest', messagesFor('en'))).toEqual({});
  },
);

it('the form keeps its values when it changes to another kind', () => {
  const filled = valuesOf({
    what: 'leads',
    channel: 'C0OTHER',
    zone: 'Europe/Berlin',
    brand: 'KIA',
    language: 'arabic',
  });
  const { fields } = formOf({ ...request, kind: 'leads', filled }, messagesFor('en'));
  const initial = Object.fromEntries(fields.map((field) => [field.id, field.initial]));
  expect(initial).toMatchObject({
    what: 'leads',
    channel: 'C0OTHER',
    zone: 'Europe/Berlin',
    brand: 'KIA',
    language: 'arabic',
  });
  expect(fields.map(({ id }) => id)).not.toContain('time');
});

const alerts: AlertsDefinition = {
  kind: 'alerts',
  zone: 'Europe/Berlin' as Zone,
  language: 'ar',
  without: ['new-error', 'no-leads'],
  atLeast: 1,
  thresholds: { erroredLeads: 5, erroredPercent: 10, stalledMinutes: 30, unreachableMinutes: 2 },
  escalation: { group: 'S0EVERYONE', minutes: 15 },
  threadOnly: true,
};
const leads: LeadsDefinition = {
  kind: 'leads',
  zone: 'Asia/Riyadh' as Zone,
  language: 'en',
  filters: filters({ brand: 'KIA|Hyundai', status: 'errored', or: 'brand=KIA;branch=Jeddah' }),
  together: 3,
  threadOnly: true,
};

it.each<[string, AlertsDefinition | LeadsDefinition]>([
  ['alerts with all there is', alerts],
  ['alerts as they come', { ...alerts, without: [], thresholds: {}, escalation: null, threadOnly: false }],
  ['new leads', leads],
  ['new leads as they come', { ...leads, filters: {}, together: 5, threadOnly: false }],
])('the form of a subscription to %s, submitted unchanged, changes nothing', async (_, definition) => {
  let changed: Definition | undefined;
  const context = contextFor(fakeApi([]), 'en', {
    subscriptionService: {
      ...emptySubscriptionService,
      replace: (_place, _id, to) => {
        changed = to;
        return Promise.resolve(null);
      },
    },
  });
  const edited: FormRequest = { ...request, kind: definition.kind, edited: { id: 7, definition } };
  const values = untouched(edited);
  expect(problemsOf(values, definition.kind, messagesFor('en'))).toEqual({});
  const about = readMetadata(formOf(edited, messagesFor('en')).metadata);
  const draft = draftOf(values, definition.kind, definition.kind);
  const sent = { command: 'subscribe', share: false, id: String(about?.id), draft };
  const query = registry.readQuery({ ...sent, filters: { ...filtersOf(values), ...about?.kept } });
  if (query === null) throw new Error('not taken');
  await answerQuery(query, context);
  expect(changed).toEqual(definition);
});

it.each<[string, Readonly<Record<string, string | readonly string[]>>, Record<string, RegExp>]>([
  ['a value that is not a number', { from: 'many' }, { from: /whole number from 1 to 100,000/ }],
  ['a number that is too large', { share: '101' }, { share: /1 to 100/ }],
  ['one in Arabic digits', { stalled: '٣٠' }, {}],
  ['nobody to call', { escalate: '30' }, { group: /ID of a user group, or leave the minutes/ }],
  ['no group', { group: '@integration' }, { group: /not the ID of a user group/ }],
  ['a group as it is copied', { group: 'https://example.slack.com/usergroups/S0EVERYONE' }, {}],
  ['nothing to tell', { rules: [] }, { rules: /at least one rule/ }],
  ['an invalid zone and an invalid number', { zone: 'Mars/Olympus', from: '0' }, { zone: /Mars/, from: /whole/ }],
])('%s is reported at its field', (_, given, expected) => {
  const found = problemsOf(valuesOf({ rules: ['bulk-errors'], ...given }), 'alerts', messagesFor('en'));
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [field, says] of Object.entries(expected)) expect(found[field]).toMatch(says);
});

it.each(['monthly last 18:00', '08:30', '07:15 mon,wed', 'monthly 9 07:00'])(
  'the form of a subscription for %s, submitted unchanged, changes nothing',
  (text) => {
    const messages = messagesFor('en');
    const { schedule } = readSchedule(text.split(' '));
    if (schedule === null) throw new Error('no schedule');
    const definition: DigestDefinition = {
      kind: 'digest',
      schedule,
      zone: 'Europe/Berlin' as Zone,
      language: 'ar',
      filters: filters({ brand: 'KIA|Hyundai', type: '!New' }),
      skipEmpty: true,
      workingDaysOnly: false,
      hijri: true,
      without: ['hours'],
    };
    const form = formOf({ ...request, edited: { id: 7, definition } }, messages);
    expect(validateBlocks(renderForm(form, 'ltr').blocks, 'modal')).toEqual([]);
    expect(readMetadata(form.metadata)).toMatchObject({ id: 7 });
    const values = untouched({ ...request, edited: { id: 7, definition } });
    expect(filtersOf(values)).toEqual(definition.filters);
    expect(draftOf(values, 'digest', 'digest')).toEqual({
      kind: 'digest',
      schedule,
      zone: 'Europe/Berlin',
      language: 'ar',
      skipEmpty: true,
      hijri: true,
      without: ['hours'],
    });
  },
);

it.each(['', 'null', '{}', '{"channel":1,"tag":"en"}', '{"channel":"C1","tag":"en","kind":"other","kept":{}}'])(
  'metadata of a form that Leadbell did not write is refused: %s',
  (text) => {
    expect(readMetadata(text)).toBeNull();
  },
);
