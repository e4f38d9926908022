// Tests that every language offers the same: forms have the same fields and choices, messages the
// same buttons and menus, in the same order, and no label is in another language.
import { globSync, readFileSync } from 'node:fs';
import {
  alertRules,
  type AlertRuleId,
  type AlertState,
  defaultAlertSettings,
  type Instant,
  readSchedule,
  type SummaryState,
  type Zone,
} from '@leadbell/domain';
import { completeLanguages, type Language, type LanguageFacts, languages } from '@leadbell/i18n';
import type { Card, Form } from '@leadbell/slack-kit';
import type { StoredAlert } from '@leadbell/store';
import { describe, expect, test } from 'vitest';
import type { Definition } from '../subscriptions/definition.ts';
import { alertCard } from './alerts/alert-card.ts';
import { alertFormOf } from './alerts/alert-form.ts';
import { alertDetailCard, alertListCard, silencesCard } from './alerts/alert-list.ts';
import { causesView } from './alerts/causes-view.ts';
import { summaryCard } from './alerts/summary-card.ts';
import { messagesFor } from './index.ts';
import { formOf } from './subscriptions/subscribe-form.ts';

const zone = 'Asia/Riyadh' as Zone;
const now = Date.parse('2025-08-24T21:00:00Z') as Instant;
const { schedule } = readSchedule(['08:30']);
if (schedule === null) throw new Error('no schedule');

const options = { skipEmpty: true, workingDaysOnly: true, hijri: true, without: [] };
const definitions: readonly Definition[] = [
  { kind: 'digest', schedule, zone, language: 'en', filters: {}, ...options },
  { kind: 'alerts', zone, language: 'en', without: [], atLeast: 1, thresholds: {}, escalation: null, threadOnly: true },
  { kind: 'leads', zone, language: 'en', filters: {}, together: 5, threadOnly: true },
];

function formsIn(tag: Language): Readonly<Record<string, Form>> {
  const messages = messagesFor(tag);
  const common = { channel: 'C0SALES', zone, settings: defaultAlertSettings };
  return Object.fromEntries([
    ...definitions.flatMap((definition) => [
      [`new ${definition.kind}`, formOf({ ...common, kind: definition.kind, edited: null }, messages)],
      [
        `edited ${definition.kind}`,
        formOf({ ...common, kind: definition.kind, edited: { id: 3, definition } }, messages),
      ],
    ]),
    ...(['assign', 'note', 'next'] as const).map((what) => [
      what,
      alertFormOf(
        { what, id: 12, channel: 'C0SALES', tag },
        {
          owner: null,
          acknowledgedBy: 'U0NOURA',
          snoozedUntil: now,
          maySilence: true,
          mayResolve: true,
          ends: { hour: now, tomorrow: now, week: (now + 86_400_000) as Instant },
          isOfConnection: false,
          zone,
        },
        messages,
      ),
    ]),
  ]);
}

/** Returns an alert in each state that changes its buttons. */
function alertsOf(rule: AlertRuleId): readonly StoredAlert[] {
  const member = {
    dmsId: '7',
    createdAt: now,
    state: 'completed',
    count: 40,
    of: 40,
    errors: [],
    traits: null,
    since: now,
    resolvedAt: null,
  } as const;
  const open: AlertState = {
    status: 'firing',
    startedAt: now,
    firedAt: now,
    resolvedAt: null,
    toldAt: now,
    members: { 7: member },
    acknowledgedBy: null,
    owner: null,
    snoozedUntil: null,
    reason: 'fired',
    history: [],
  };
  const taken = { ...open, acknowledgedBy: 'U0SAMIR', owner: 'U0SAMIR', snoozedUntil: (now + 1) as Instant };
  const states: readonly AlertState[] = [open, taken, { ...open, status: 'resolved', resolvedAt: now }];
  return states.map((state, id) => ({ id, connection: 'dms', rule, group: 'g', state }));
}

function cardsIn(tag: Language): Readonly<Record<string, Card>> {
  const messages = messagesFor(tag);
  const shown = { messages, zone, errorTexts: new Map() };
  const all = alertRules.flatMap(alertsOf);
  const state: SummaryState = {
    kind: 'burst',
    startedAt: now,
    grewAt: now,
    toldAt: now,
    alerts: all.map(({ id }) => id),
    unheard: 0,
    back: 0,
    isOpen: true,
  };
  const summary = { id: 4, state, alerts: all };
  const causes = { ...summary, channel: 'C0SALES', silencedUntil: new Map([[0, now]]) };
  const silence = {
    id: 5,
    workspace: 'T0SANDBOX',
    matcher: { source: 'Email' },
    reason: '',
    createdBy: 'U0SAMIR',
    startsAt: now,
    endsAt: now,
  };
  return Object.fromEntries([
    ...all.flatMap((alert) => [
      [`alert ${alert.rule} ${alert.id}`, alertCard(alert, shown)],
      [`details ${alert.rule} ${alert.id}`, alertDetailCard(alert, shown)],
    ]),
    ['list', alertListCard(all, shown)],
    ['summary', summaryCard(summary, shown)],
    ['causes', causesView(causes, { summary: 4, page: 0 }, shown)],
    ['silences', silencesCard([silence], messages.alerts.silences, messages, zone)],
  ]);
}

/** Returns the cards of all features from their golden files: a file is one document, or has a card on each line. */
function goldensIn(tag: Language): Readonly<Record<string, unknown>> {
  const folder = new URL('.', import.meta.url);
  const files = globSync(`**/__golden__/*.${tag}.json`, { cwd: folder }).toSorted();
  return Object.fromEntries(
    files.map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const documents = text.startsWith('[\n') || text.startsWith('{\n') ? [text] : text.trim().split('\n');
      return [file.replace(`.${tag}.`, '.'), documents.map((one) => JSON.parse(one))];
    }),
  );
}

interface Control {
  readonly kind: string;
  readonly id: string;
  readonly value: unknown;
  /** The texts that a person reads. */
  readonly labels: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Returns fields, buttons and menus, in order. */
function controlsOf(node: unknown): readonly Control[] {
  if (typeof node !== 'object' || node === null) return [];
  const {
    kind,
    id,
    action,
    value,
    label,
    hint,
    title,
    submit,
    close,
    placeholder,
    choices,
    options: its,
  } = node as Node;
  const inside = Object.entries(node).flatMap(([key, one]) =>
    key === 'choices' || key === 'options' ? [] : controlsOf(one),
  );
  const offered = [choices, its].find(Array.isArray) as readonly Node[] | undefined;
  const isControl = typeof kind === 'string' && (action !== undefined || id !== undefined);
  // The form itself, with its title and the labels of its buttons.
  if (submit !== undefined)
    return [{ kind: 'form', id: '', value: null, labels: texts([title, submit, close]) }, ...inside];
  if (!isControl) return inside;
  const labels = texts([
    label,
    hint,
    kind === 'select' || kind === 'text' ? placeholder : undefined,
    ...(offered ?? []).map((one) => one['label']),
  ]);
  return [
    { kind, id: String(id ?? action), value: value ?? offered?.map((one) => one['value']) ?? null, labels },
    ...inside,
  ];
}

function texts(all: readonly unknown[]): readonly string[] {
  return all.filter((one) => typeof one === 'string');
}

function skeleton(node: unknown) {
  return controlsOf(node).map(({ kind, id, value, labels }) => ({ kind, id, value, labels: labels.length }));
}

const others = completeLanguages.filter((tag) => tag !== 'en');
/**
 * These labels are the same in every language, as are samples of typed text and the test leads'
 * sources with their counts.
 */
const languageNames: ReadonlySet<string> = new Set(Object.values(languages).map(({ name }) => name));
const names = /^(?:Asia\/Riyadh|S0123ABCD|(?:Phone|Website|Direct Contact) \([\d,]+\))$/;

describe.each([
  ['forms', formsIn],
  ['alerts', cardsIn],
  ['goldens', goldensIn],
] as const)('%s', (_, made) => {
  const english = made('en');

  test.each(others)('the controls in %s are the same, in the same order', (tag) => {
    const own = made(tag);
    expect(Object.keys(own)).toEqual(Object.keys(english));
    expect(Object.values(english).flatMap(controlsOf).length).toBeGreaterThan(20);
    for (const [name, one] of Object.entries(english))
      expect([name, skeleton(own[name])]).toEqual([name, skeleton(one)]);
  });

  test.each(others)('no label in %s is in another language', (tag) => {
    const { script }: LanguageFacts = languages[tag];
    const isForeign = (text: string) => /\p{L}/u.test(text) && script !== null && !script.test(text);
    const labels = Object.values(made(tag)).flatMap((one) => controlsOf(one).flatMap((control) => control.labels));
    const foreign = labels.filter((text) => isForeign(text) && !languageNames.has(text) && !names.test(text));
    expect([...new Set(foreign)]).toEqual([]);
  });
});
