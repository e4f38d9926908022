/** How people call a language. Pure. */
const languageWords: Readonly<Record<string, 'en' | 'ar'>> = {
  en: 'en',
  english: 'en',
  ar: 'ar',
  arabic: 'ar',
  إنجليزي: 'en',
  الإنجليزية: 'en',
  بالإنجليزية: 'en',
  عربي: 'ar',
  العربية: 'ar',
  بالعربية: 'ar',
};

export function languageOf(word: string): 'en' | 'ar' | undefined {
  const folded = word.toLowerCase();
  return Object.hasOwn(languageWords, folded) ? languageWords[folded] : undefined;
}
