/** Words that people and forms write if there is nothing to write. Pure. */
import { foldText } from '../text/fold.ts';

const words: ReadonlySet<string> = new Set(
  [
    ...'null, undefined, none, nil, nan, na, n a, empty, blank, unknown, not applicable, not available'.split(', '),
    ...'unavailable, not given, not provided, not known, not set, missing, nothing, لا يوجد, لايوجد'.split(', '),
    ...'لا توجد, غير معروف, غير متوفر, غير متاح, غير محدد, غير موجود, بدون, لا شيء, فارغ, مجهول, ليس لديه'.split(', '),
    ...'ما عنده, لا يملك'.split(', '),
  ].map(foldText),
);

const things =
  'phone|mobile|telephone|tel|number|phone number|mobile number|e ?mail|mail|e ?mail address|address|name|first name|last name|family name|surname|contact';
/** Matches “no phone” or “without last name”: a phrase about a field of a lead. */
const withoutThing = new RegExp(`^(?:no|without|has no|not? (?:given|available|provided)|unknown) (?:${things})$`);
const withoutArabicThing =
  /^(?:بدون|لا يوجد|ليس لديه|غير معروف) (?:ال)?(?:رقم|هاتف|جوال|بريد|ايميل|اسم|اسم عائله|عنوان|بريد الكتروني)$/;

/** Words that mean "nothing" when no other word is beside them. */
export const nothingWords: ReadonlySet<string> = words;

/**
 * Whether a text is blank, has only signs, or is a word or phrase for "nothing", with or without brackets: `-`, `N/A`,
 * `[no last name]`, `لا يوجد`.
 */
export function isNothing(text: string | null): boolean {
  if (text === null) return true;
  // A longer text is not just a phrase for "nothing".
  if (text.length > 60) return text.trim() === '';
  const bare = foldText(text)
    .replace(/[^\p{L}\p{N}\p{S}]+/gu, ' ')
    .replace(/[<>|=+~^`$]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return bare === '' || words.has(bare) || withoutThing.test(bare) || withoutArabicThing.test(bare);
}
