/**
 * A forgotten person must not be shown anywhere: in an answer to a command, an opened lead or its
 * *More*, *View errors*, an exported file or a colleague's share. Other people are still shown.
 */
import {
  everyPersonKey,
  type Instant,
  type Lead,
  leadFields,
  personTraits,
  soughtOf,
  withoutPerson,
} from '@leadbell/domain';
import { type Language, languageTags } from '@leadbell/i18n';
import { testIdentities, testKey } from '@leadbell/testing';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { LeadsQuery, SetQuery } from '../queries/leads-query.ts';
import type { Row } from '../reports/answer.ts';
import { createAnswers } from '../reports/answers.ts';
import { createForgottenPeople, type ForgottenPeople } from '../reports/forgotten.ts';
import { answerQuery, parseText } from '../testing/commands-fixtures.ts';
import {
  bulkOf,
  contextFor,
  example,
  exampleBulk,
  fakeApi,
  noon,
  nthLead,
  quietAlertService,
} from '../testing/lead-fixtures.ts';
import type { AlertView } from './alerts/alert-view.ts';
import { readErrored } from './alerts/errored-leads.ts';
import { alertErrorsView } from './alerts/errored-view.ts';
import { exportAlert } from './alerts/export.ts';
import { registry } from './index.ts';
import { leadView } from './leads/lead.ts';

/** For each command, the words to type. */
const samples: Readonly<Record<string, string>> = {
  today: 'today',
  period: 'yesterday',
  errors: 'errors',
  bulk: 'bulk 5',
  lead: 'lead 71',
  find: 'find 71',
  help: 'help',
  language: 'language english',
  status: 'status',
  audit: 'audit',
  forget: 'forget 71',
  replay: 'replay bulk-errors from-5',
  alerts: 'alerts',
  assign: 'assign 12 me',
  note: 'note 12 called the agency',
  silence: 'silence source:Email 2h',
  silences: 'silences',
  subscribe: 'subscribe digest 08:30',
  subscriptions: 'subscriptions',
  preview: 'preview 3',
  unsubscribe: 'unsubscribe 3',
};

const name = 'Zarqonde';
/** Returns a lead in which every text contains these words about the person. */
function planted(words: string): Lead {
  const texts = Object.entries(leadFields).flatMap(([field, form]) =>
    ['text', 'note'].includes(form) ? [[field, `${words} ${field}`] as const] : [],
  );
  return {
    ...example,
    ...(Object.fromEntries(texts) as Partial<Lead>),
    leadId: '71',
    externalId: '500000177',
    outcome: 'errored',
    errors: [
      { message: `Customer ${words} with 0500000177 and zarqonde@qasrinda.example exists`, code: words, field: null },
    ],
    firstName: words,
    phoneCode: null,
    phoneNumber: '0500000177',
    email: 'zarqonde@qasrinda.example',
    vehicles: [
      { id: '1', modelFamily: `${words} Rio`, modelYear: 2024, modelMemo: words, modelPreferences: words, totalQty: 1 },
    ],
  };
}
const zarqonde = planted(name);
const sara: Lead = {
  ...nthLead(0),
  outcome: 'errored',
  errors: [{ message: 'Invalid phone', code: null, field: null }],
};
const parts = bulkOf([zarqonde, sara], { createdAt: noon });
/** Looks for a part of the number too, because masks show its last digits. */
const traces = /zarqonde|qasrinda|0177/i;

let forgotten: ForgottenPeople;
beforeEach(async () => {
  forgotten = await forgottenAre(zarqonde);
});

async function forgottenAre(...leads: readonly Lead[]): Promise<ForgottenPeople> {
  const persons = leads.flatMap((lead) => everyPersonKey(personTraits(lead), [testKey()]));
  const list = () => Promise.resolve(persons.map((person) => ({ person })));
  const people = createForgottenPeople({ list, identities: testIdentities() });
  await people.refresh();
  return people;
}

function contextIn(tag: Language, leads = parts) {
  const recorded: unknown[] = [];
  const onRow = ({ lead }: Row) => recorded.push(lead);
  const record = (look: unknown) => Promise.resolve(void recorded.push(look));
  const answers = createAnswers({ now: () => noon, forgotten });
  return { ...contextFor(fakeApi(leads), tag, { answers, forgotten, onRow, record }), recorded };
}

async function saidTo(text: string, tag: Language, leads = parts) {
  const context = contextIn(tag, leads);
  const parsed = parseText(text, context);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.complaint.sentence}`);
  return { said: JSON.stringify(await answerQuery(parsed.query, context)), recorded: JSON.stringify(context.recorded) };
}

const alert: AlertView = {
  alert: {
    id: 12,
    connection: 'dms',
    rule: 'bulk-errors',
    group: 'g',
    state: {
      status: 'firing',
      startedAt: noon,
      firedAt: noon,
      resolvedAt: null,
      toldAt: noon,
      members: {
        one: {
          dmsId: exampleBulk.id,
          createdAt: noon,
          state: 'completed',
          count: 2,
          of: 2,
          errors: [],
          traits: null,
          since: noon,
          resolvedAt: null,
        },
      },
      acknowledgedBy: null,
      owner: null,
      snoozedUntil: null,
      reason: 'fired',
      history: [],
    },
  },
  errorTexts: new Map(),
  sentAgain: new Set(),
  numbersOf: (number) => [number],
  undated: { seenAt: new Map(), keysOf: () => [] },
};
const reading = () => ({ signal: new AbortController().signal, scope: 'all', forgotten }) as const;

test('each command has a sample here', () => {
  // Commands that only buttons use are left out, because they answer with the same lists.
  const typed = registry.commands.filter(({ isTyped }) => isTyped !== false);
  expect(Object.keys(samples).toSorted()).toEqual(typed.map(({ name: of }) => of).toSorted());
});

test.each(languageTags.flatMap((tag) => Object.values(samples).map((text) => [text, tag] as const)))(
  '“%s” in %s shows nothing about forgotten people, and the record of a share does not name them',
  async (text, tag) => {
    const { said, recorded } = await saidTo(text, tag);
    expect(said).not.toMatch(traces);
    expect(recorded).not.toMatch(traces);
  },
);

test('a list says why a forgotten person is missing, keeps the lead’s data that is not personal, and shows the other people', async () => {
  const { said } = await saidTo('today', 'en');
  expect(said).toMatch(/Erased on request/);
  expect(said).toMatch(/Rio 2024|2024/);
  expect(said).toMatch(/Sara A\./);
  expect((await saidTo('اليوم', 'ar')).said).toMatch(/مُحيت البيانات/);
});

test('an opened lead of a forgotten person shows its number and no personal data, even with “More”', async () => {
  const context = contextIn('en');
  const query: LeadsQuery = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false };
  const parsed = parseText('today', context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const said = JSON.stringify(await answerQuery(parsed.query, context));
  const refs = [...said.matchAll(/"value":"([\w.-]+)\/1;/g)].map(([, ref = '']) => ref);
  expect(new Set(refs).size).toBe(2);
  const views = [];
  for (const leadRef of new Set(refs))
    for (const isMore of [false, true]) views.push(JSON.stringify(await leadView({ query, leadRef, isMore }, context)));
  expect(views.join('\n')).not.toMatch(traces);
  expect(views.filter((view) => /asked to be forgotten/.test(view))).toHaveLength(2);
  expect(views.filter((view) => view.includes('Almithali'))).toHaveLength(2);
  expect(views.join('\n')).toContain('71');
});

test('the list behind a message’s button shows nothing about a forgotten person, nor does the lead opened from it', async () => {
  const facts = { size: 2, found: 2, gone: 0, goneNumbers: [], unread: 0 };
  const window = { from: noon, to: (noon + 1) as Instant };
  const read = () => Promise.resolve({ parts, facts });
  const leadSets = {
    find: (id: string) => Promise.resolve({ id, window, read }),
    scopeOf: () => Promise.resolve(null),
    numberOf: () => Promise.resolve(null),
  };
  for (const tag of languageTags) {
    const context = { ...contextIn(tag), leadSets };
    const query: SetQuery = { command: 'set', id: 's1', filters: {}, page: 0, share: false };
    const list = JSON.stringify(await answerQuery(query, context));
    expect(list).toContain('Sara A.');
    expect(list).not.toMatch(traces);
    const refs = [...list.matchAll(/"value":"([\w.-]+)\/1;set/g)].map(([, ref = '']) => ref);
    expect(refs).toHaveLength(2);
    for (const leadRef of refs)
      expect(JSON.stringify(await leadView({ query, leadRef, isMore: true }, context))).not.toMatch(traces);
    expect(JSON.stringify(context.recorded)).not.toMatch(traces);
  }
});

test('a search finds a forgotten person’s lead only by its number in the DMS', async () => {
  expect((await saidTo('find 71', 'en')).said).toMatch(/Erased on request/);
  for (const text of ['find 0500000177', 'find 0177', 'find zarqonde@qasrinda.example', 'find 500000177']) {
    const { said } = await saidTo(text, 'en');
    expect([text, /Erased|Open/.test(said.replaceAll(/Refresh|"text"/g, ''))]).toEqual([text, false]);
  }
  expect(soughtOf('zarqonde')?.kind).toBe('name');
  const byName = await saidTo('find zarqonde', 'en');
  expect(byName.said).not.toMatch(/Erased on request/);
});

test('neither an alert’s errors nor the exported file show a forgotten person’s name or contact; both show the other people', async () => {
  const api = fakeApi(parts);
  const context = contextIn('en');
  const found = await readErrored(alert, api, reading());
  const view = JSON.stringify(
    alertErrorsView({ ...alert, found }, { id: 12, group: null, page: 0 }, context.messages, context.zone),
  );
  expect(view).not.toMatch(traces);
  expect(view).toMatch(/Erased on request/);
  expect(view).toMatch(/Sara A\./);
  const alerts = { ...quietAlertService, find: () => Promise.resolve(alert) };
  const exported = await exportAlert(12, { leadsApi: api, alerts }, reading(), context.messages);
  const { content = '' } = exported?.file ?? {};
  expect(content).not.toMatch(traces);
  expect(content).toContain('Almithali');
  expect(content.trim().split('\r\n')).toHaveLength(3);
  // The person's row keeps only the number in the DMS, the data about the vehicle, and the errors.
  expect(content).toMatch(/,71,/);
});

test('an answer that was cached before the erasure shows nothing about a forgotten person either', async () => {
  let persons: readonly string[] = [];
  const list = () => Promise.resolve(persons.map((person) => ({ person })));
  forgotten = createForgottenPeople({ list, identities: testIdentities() });
  const context = contextIn('en');
  const parsed = parseText('today', context);
  if (!parsed.ok) throw new Error(parsed.complaint.sentence);
  const ask = async () => JSON.stringify(await answerQuery(parsed.query, context));
  expect(await ask()).toMatch(traces);
  persons = everyPersonKey(personTraits(zarqonde), [testKey()]);
  await forgotten.refresh();
  for (let n = 0; n < 2; n += 1) expect(await ask()).not.toMatch(traces);
  expect((context.leadsApi as ReturnType<typeof fakeApi>).asked).toHaveLength(1);
});

/** Words that are not in Leadbell's vocabulary. */
const strange = fc
  .array(fc.constantFrom('qa', 'zo', 'xir', 'vun', 'wej', 'ghul', 'زغ', 'ظق'), { minLength: 3, maxLength: 6 })
  .map((syllables) => syllables.join(''));

test('only the allowed fields of a forgotten person’s lead remain, whatever the fields contain', () => {
  fc.assert(
    fc.property(strange, (word) => {
      const left = JSON.stringify(withoutPerson(planted(word)));
      expect(left).not.toContain(word);
      expect(left).not.toMatch(/qasrinda|0177/);
    }),
  );
});
