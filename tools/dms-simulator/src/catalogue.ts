/**
 * The simulated DMS's codes and values. Requests contain codes, and answers contain names. The people are invented,
 * and no real person has their addresses and numbers.
 */

/** Gives the code of each name, as a dealer's administrator would list them. */
export const catalogue = {
  sources: { 'Direct Contact': 1, Website: 2, 'Walk-in': 3, 'Phone Call': 4, 'Social Media': 5, Aggregator: 6 },
  subSources: {
    Email: 11,
    WhatsApp: 12,
    Showroom: 13,
    'Call Centre': 14,
    'Google Ads': 15,
    'Price Form': 16,
    Instagram: 17,
    Snapchat: 18,
    TikTok: 19,
    Syarah: 20,
    Haraj: 21,
    Motory: 22,
  },
} as const;

export type SourceName = keyof typeof catalogue.sources;
export type SubSourceName = keyof typeof catalogue.subSources;

export const subSourcesOf: Readonly<Record<SourceName, readonly SubSourceName[]>> = {
  'Direct Contact': ['Email', 'WhatsApp'],
  Website: ['Price Form', 'Google Ads'],
  'Walk-in': ['Showroom'],
  'Phone Call': ['Call Centre'],
  'Social Media': ['Instagram', 'Snapchat', 'TikTok'],
  Aggregator: ['Syarah', 'Haraj', 'Motory'],
};

export const models: readonly (readonly [brand: string, families: readonly string[]])[] = [
  ['KIA', ['RIO', 'SPORTAGE', 'K5', 'SELTOS']],
  ['Hyundai', ['ACCENT', 'ELANTRA', 'TUCSON', 'CRETA']],
  ['Toyota', ['YARIS', 'CAMRY', 'LAND CRUISER', 'HILUX']],
  ['MG', ['MG5', 'HS', 'RX5']],
  ['Geely', ['EMGRAND', 'COOLRAY', 'MONJARO']],
  ['Changan', ['ALSVIN', 'CS35 PLUS', 'UNI-K']],
];

export const branches = ['Riyadh North', 'Riyadh Exit 5', 'Jeddah', 'Dammam', 'الرياض - خريص', 'Abha'] as const;
export const cities = ['Riyadh', 'Jeddah', 'Dammam', 'Abha', 'Buraydah', 'الرياض'] as const;

/** First names, and invented family names ("Testi", "Example", "Sample" and the like), in both scripts. */
export const people = {
  latin: {
    male: ['Fahad', 'Khalid', 'Omar', 'Saad', 'Yousef', 'Majed'],
    female: ['Sara', 'Noura', 'Reem', 'Huda', 'Lama', 'Maha'],
    family: ['Al-Mithali', 'Al-Tajribi', 'Al-Namudhaji', 'Al-Iftiradi', 'Bin Tajriba', 'Al-Mukhtabar'],
  },
  arabic: {
    male: ['فهد', 'خالد', 'عمر', 'سعد', 'يوسف', 'ماجد'],
    female: ['سارة', 'نورة', 'ريم', 'هدى', 'لمى', 'مها'],
    family: ['المثالي', 'التجريبي', 'النموذجي', 'الافتراضي', 'بن تجربة', 'المختبر'],
  },
} as const;

export const notes = [
  'Asked for the price with registration and insurance.',
  'يرغب بمعرفة السعر مع التأمين والتسجيل',
  'Please call after 17:00, not on Friday.',
  'يفضل التواصل عبر واتساب بعد صلاة العصر',
  'Trade-in: Camry 2017, 140,000 km.',
  'يريد تجربة RIO 2024 في فرع Riyadh North',
] as const;

/** Texts that would make a careless bot ping people, break its layout or reverse text. Few leads have them. */
export const hostileNotes = [
  '<!channel> <@U0SALES1> please &amp; thank you <https://example.com|click>',
  '*bold* _italic_ ~strike~ `code` ```block```\n> quote',
  '\u202Egnp.eciohc\u202C and \u2066unclosed isolate',
  'A very long note. '.repeat(120),
  '👩‍👩‍👧‍👦 🇸🇦 زاﺋر‎ ‏RLM‏ zero\u200Bwidth \u0007bell',
] as const;

export const errorKinds: readonly (readonly [code: string, field: string, message: (n: number) => string])[] = [
  ['BRANCH_NOT_FOUND', 'branch', (n) => `Branch 'BR-${100 + (n % 17)}' not found`],
  ['INVALID_PHONE', 'phoneNumber', (n) => `Invalid phone number 50000${String(n % 1000).padStart(4, '0')}`],
  ['DUPLICATE_LEAD', 'leadExternalId', (n) => `Duplicate of lead ${70000 + (n % 900)}`],
  ['MODEL_UNKNOWN', 'vehicles[0].modelFamily', (n) => `Unknown model family "X${n % 40}"`],
  ['CUSTOMER_BLOCKED', 'email', () => 'Customer is blocked by the data protection office'],
];
