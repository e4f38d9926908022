/** Describes a bulk in an alert: its name, its leads and its errors. Pure; shows no personal data of leads. */
import { type AlertMember, type AlertRuleId, isOfErrors, isUnstableMember } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { bulkName } from '../../cards/bulk-name.ts';
import { linkTo } from '../../cards/dms-links.ts';
import { data, joined, lines, words } from '../../cards/text.ts';
import type { Messages } from '../../words/index.ts';
import type { Text } from '@leadbell/slack-kit';
import type { AlertShown } from './alert-shown.ts';
import { type ErrorCount, errorCounts, namedMember, times, unnamedValues } from './title.ts';

const errorsShown = 5;
const valuesShown = 3;

/** Such as: `Bulk 574 · 25 August 14:05: 28 of 40 leads`, then `Branch not found × 28, Invalid phone × 4`. */
export function memberText(member: AlertMember, alert: StoredAlert, shown: AlertShown): Text {
  const { messages, zone } = shown;
  const {
    formats: { alerts: format },
    alerts: say,
    bulks,
  } = messages;
  const { rule } = alert;
  const { dmsId, createdAt, count, of, resolvedAt, expired, reason, errored = 0 } = member;
  const when = createdAt === null ? '' : `${format.day(createdAt, zone)} ${format.time(createdAt, zone)}`;
  const name = bulkName(namedMember(member, alert), when, messages);
  const counts = say.counts(rule as AlertRuleId, count, of);
  const aside = errored > 0 ? `${messages.listSeparator}${bulks.errored(errored)}` : '';
  const isUnstable = isUnstableMember(member);
  const isOver = resolvedAt !== null && expired !== true && member.closed === undefined && !isUnstable;
  const comesAndGoes = isUnstable ? `${messages.listSeparator}${say.unstable}` : '';
  return lines([
    [...nameText(isOver ? `✓ ${name}` : name, dmsId), words(`: ${counts}${aside}${comesAndGoes}`)],
    reason !== undefined ? words(messages.watch.sentence(messages.watch.why(reason))) : null,
    isOfErrors(rule) ? errorsLine(member, shown) : null,
  ]);
}

/** The bulk's name, as a link to the DMS if there is an address for it. */
function nameText(name: string, dmsId: AlertMember['dmsId']): Text {
  const link = linkTo('bulk', dmsId);
  return [link === null ? words(name, 'bold') : { link, label: name }];
}

function errorsLine(member: AlertMember, { messages, errorTexts }: AlertShown): Text {
  const {
    formats: { alerts: format },
    leads,
    listSeparator,
  } = messages;
  const counts = errorCounts([member], messages, errorTexts);
  const more = counts.length - errorsShown;
  return joined(
    [
      ...counts.slice(0, errorsShown).map((count): Text => {
        const values = valuesOf(count, messages);
        return [
          data(count.name, 80),
          values.length === 0 ? null : [words(' ('), ...values, words(')')],
          words(times(format.number(count.leads))),
        ].flatMap((part) => part ?? []);
      }),
      more > 0 ? words(leads.more(more)) : null,
    ],
    words(listSeparator),
  );
}

/** Such as: `X28, X30, X31 and 2 more`. */
function valuesOf(count: ErrorCount, { leads, listSeparator }: Messages): Text {
  const values = unnamedValues(count);
  const more = values.length - valuesShown;
  return joined(
    [...values.slice(0, valuesShown).map((value) => data(value, 40)), more > 0 ? words(leads.more(more)) : null],
    words(listSeparator),
  );
}
