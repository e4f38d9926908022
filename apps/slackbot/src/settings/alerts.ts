/** When to alert, as it is written in the settings' file. Pure. An issue's message is what was expected. */
import * as v from 'valibot';
import { type AlertSettings, defaultAlertSettings } from '@leadbell/domain';

const minuteMs = 60_000;

function whole(least: number, most: number) {
  const expected = `a whole number, ${least} to ${most}`;
  return v.optional(
    v.pipe(v.number(expected), v.integer(expected), v.minValue(least, expected), v.maxValue(most, expected)),
  );
}

export const alertsSchema = v.strictObject(
  {
    erroredLeads: whole(1, 100_000),
    erroredPercent: whole(1, 100),
    stalledMinutes: whole(1, 10_080),
    unreachableMinutes: whole(1, 1_440),
    notWatchingMinutes: whole(1, 1_440),
    usualLeads: whole(1, 100_000),
    groupWaitSeconds: whole(0, 3_600),
    groupIntervalSeconds: whole(0, 86_400),
    repeatMinutes: whole(5, 10_080),
    burstCauses: whole(1, 1_000),
  },
  'an object with the names that the example has, and nothing else',
);

/** Of what the schema has found right. */
export function settleAlerts(raw: v.InferOutput<typeof alertsSchema>): AlertSettings {
  const {
    erroredLeads,
    erroredPercent,
    stalledMinutes,
    unreachableMinutes,
    notWatchingMinutes,
    usualLeads,
    groupWaitSeconds,
    groupIntervalSeconds,
    repeatMinutes,
    burstCauses,
  } = raw;
  const usual = defaultAlertSettings;
  return {
    // With a share alone, a number is not enough.
    erroredLeads: erroredLeads ?? (erroredPercent === undefined ? usual.erroredLeads : Infinity),
    erroredShare: erroredPercent === undefined ? usual.erroredShare : erroredPercent / 100,
    stalledMs: stalledMinutes === undefined ? usual.stalledMs : stalledMinutes * minuteMs,
    unreachableMs: unreachableMinutes === undefined ? usual.unreachableMs : unreachableMinutes * minuteMs,
    notWatchingMs: notWatchingMinutes === undefined ? usual.notWatchingMs : notWatchingMinutes * minuteMs,
    usualLeads: usualLeads ?? usual.usualLeads,
    groupWaitMs: groupWaitSeconds === undefined ? usual.groupWaitMs : groupWaitSeconds * 1_000,
    groupIntervalMs: groupIntervalSeconds === undefined ? usual.groupIntervalMs : groupIntervalSeconds * 1_000,
    repeatIntervalMs: repeatMinutes === undefined ? usual.repeatIntervalMs : repeatMinutes * minuteMs,
    burstCauses: burstCauses ?? usual.burstCauses,
  };
}
