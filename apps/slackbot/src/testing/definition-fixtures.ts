/** For tests: subscription definitions with default values. */
import type { Zone } from '@leadbell/domain';
import type { AlertsDefinition, DigestDefinition, LeadsDefinition } from '../subscriptions/definition.ts';

const common = { zone: 'Asia/Riyadh' as Zone, language: 'en' } as const;

export const plainDigest: Omit<DigestDefinition, 'schedule'> = {
  kind: 'digest',
  ...common,
  filters: {},
  skipEmpty: false,
  workingDaysOnly: false,
  hijri: false,
  without: [],
};

export const plainAlerts: AlertsDefinition = {
  kind: 'alerts',
  ...common,
  without: [],
  atLeast: 1,
  thresholds: {},
  escalation: null,
  threadOnly: false,
};

export const plainLeads: LeadsDefinition = { kind: 'leads', ...common, filters: {}, together: 10, threadOnly: false };
