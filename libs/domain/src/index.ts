export * from './order.ts';
export * from './time/instant.ts';
export * from './time/period.ts';
export { parseZone } from './time/zone.ts';
export * from './time/weekday.ts';
export * from './time/plain-date.ts';
export { atWallClock, clockTime, dayWindow, plainDateIn } from './time/day.ts';
export * from './time/window.ts';
export * from './time/iso.ts';
export * from './time/hour-buckets.ts';
export * from './time/resolve-period.ts';
export * from './time/parse-period.ts';
export * from './time/format-period-text.ts';
export * from './time/schedule.ts';
export * from './time/schedule-words.ts';
export * from './time/owed.ts';
export * from './time/business-calendar.ts';
export * from './leads/id.ts';
export * from './leads/unread-windows.ts';
export * from './leads/lead.ts';
export * from './leads/counted-lead.ts';
export * from './leads/bulk.ts';
export * from './leads/question.ts';
export * from './leads/outcome.ts';
export * from './leads/read.ts';
export * from './leads/fields.ts';
export * from './leads/forms.ts';
export * from './leads/dates.ts';
export * from './leads/error-list.ts';
export * from './leads/lead-errors.ts';
export * from './leads/redact.ts';
export * from './leads/mask.ts';
export * from './leads/phone.ts';
export * from './leads/email.ts';
export * from './leads/marks.ts';
export * from './leads/nothing.ts';
export * from './leads/person-name.ts';
export * from './leads/filter.ts';
export * from './leads/priority.ts';
export * from './leads/quality.ts';
export * from './leads/summary.ts';
export * from './leads/question-problem.ts';
export * from './leads/identity.ts';
export { legacyPersonOf } from './leads/legacy-identity.ts';
export {
  type BulkObservation,
  BulkObserver,
  type LeadState,
  type LeadTraits,
  type ObservedLead,
  storedKeysOfBulk,
} from './leads/observation.ts';
export * from './leads/stored-keys.ts';
export * from './leads/sent-again.ts';
export * from './leads/diff.ts';
export { emptyHabits, isAtCap, learnHabit } from './leads/dms-habits.ts';
export type { DmsHabits, HabitObservation } from './leads/dms-habits.ts';
export * from './leads/habit-rules.ts';
export * from './leads/merge-habits.ts';
export * from './leads/read-habits.ts';
export * from './leads/poll-plan.ts';
export * from './leads/pace.ts';
export * from './text/cut.ts';
export * from './text/clean.ts';
export * from './text/fold.ts';
export * from './text/word-counts.ts';
export * from './text/edit-distance.ts';
export * from './text/hash.ts';
export * from './alerts/facts.ts';
export * from './alerts/watching.ts';
export * from './alerts/gaps.ts';
export * from './alerts/members.ts';
export * from './alerts/rules/index.ts';
export * from './alerts/silence.ts';
export * from './alerts/summary.ts';
export {
  type AlertDeed,
  type AlertEntry,
  type AlertReason,
  type AlertState,
  fingerprintsOf,
  withEntry,
} from './alerts/state.ts';
export * from './alerts/step.ts';
export * from './alerts/grouping.ts';
export * from './alerts/replay.ts';
export * from './alerts/replay-report.ts';
export * from './alerts/past-pace.ts';
export type * from './health/messages.ts';
export * from './health/health.ts';
