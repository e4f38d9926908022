/** Words that people type around a question, in English and Arabic. Keys are folded. Pure. */
import { foldWord } from '@leadbell/domain';

/** Words that ask for leads and have no other meaning. */
export const leadsWords = folded(
  'leads, customers, clients, new leads, how many, how much, count, number of, عملاء, العملاء, عملائي, عميل محتمل, عملاء محتملين',
  'العملاء المحتملين, العملاء المحتملون, كم, عدد, كم عدد',
);

/** Words that are ignored. */
export const fillers = folded(
  'show, show me, give, give me, get, get me, list, see, view, display, tell me, me, us, please, pls, plz, for, of, in, at, by',
  'from, with, the, a, an, all, any, every, only, just, are, is, there, do, we, i, have, had, want, need, would, like, can',
  'could, you, what, which, who, whats, came, come, got, and so, about',
  'أعرض, اعرض, اعرض لي, أرني, ورني, وريني, هات, أعطني, عطني, من فضلك, فضلا, لو سمحت, رجاء, الرجاء, في, من, عن, على, لـ',
  'كل, جميع, فقط, ما, هل, هم, التي, الذين, أريد, ابغى, أبغى, بكل',
);

/** Greetings and thanks. If the line also has a question, they are ignored. */
export const greetings = folded(
  'hi, hello, hey, hiya, good morning, good evening, thanks, thank, thank you, thx, ok, okay, bye, cheers, dear',
  'leadbell, bot, مرحبا, مرحبًا, أهلا, أهلًا, اهلين, هلا, السلام عليكم, سلام, شكرا, شكرًا, مشكور, تمام, صباح الخير',
  'مساء الخير, يعطيك العافية',
);

/** Words that are ignored around any command. */
export const politeWords = folded(
  'show, show me, please, pls, plz, give, me, hi, hello, hey, thanks, thank, you, اعرض, أعرض, من فضلك, رجاء, مرحبا, شكرا',
);

/** Words that are neither about leads nor names of people. */
export const otherWords = folded(
  'test, testing, mine, my, your, our, settings, setting, config, configuration, options, menu, start, stop, login, ping, share, post, yes',
  'demo, example, everything, nothing, something, info, information, dashboard, report, reports, call, whatsapp, email, sms',
  'csv, excel, pdf, file, download, اختبار, تجربة, إعدادات, الإعدادات, قائمة, خيارات, تقرير, ملف, تحميل, لي',
);

/** Words that ask for an export; the reply says where to find it. */
export const exportWords = folded('export, exports, تصدير, صدّر, التصدير');

/** Words between two values. */
export const andWords = folded('and, &, و, plus');
export const orWords = folded('or, أو');
export const notWords = folded(
  'not, no, except, without, but not, excluding, ليس, ماعدا, ما عدا, عدا, إلا, بدون, من غير, غير',
);

/** The longest phrase in these lists has this many words. */
export const longestPhrase = 3;

/** The Arabic spellings of brands, for suggestions. The spellings that an installation accepts are in its settings. */
export const arabicBrands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    كيا: 'KIA',
    تويوتا: 'Toyota',
    هيونداي: 'Hyundai',
    هونداي: 'Hyundai',
    نيسان: 'Nissan',
    هوندا: 'Honda',
    فورد: 'Ford',
    شيفروليه: 'Chevrolet',
    مازدا: 'Mazda',
    لكزس: 'Lexus',
    مرسيدس: 'Mercedes',
    'بي إم دبليو': 'BMW',
    'إم جي': 'MG',
    شانجان: 'Changan',
    جيلي: 'Geely',
    شيري: 'Chery',
    هافال: 'Haval',
    جينيسيس: 'Genesis',
    سوزوكي: 'Suzuki',
    ميتسوبيشي: 'Mitsubishi',
    إيسوزو: 'Isuzu',
    رينو: 'Renault',
    بيجو: 'Peugeot',
    فولكسفاجن: 'Volkswagen',
    أودي: 'Audi',
    جيب: 'Jeep',
    دودج: 'Dodge',
  }).map(([arabic, latin]) => [foldWord(arabic), latin]),
);

function folded(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(', ')).map(foldWord));
}
