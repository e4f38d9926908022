/** In which language a person is answered. */
import type { Feature } from '../../bot/contract.ts';
import { language } from './commands/language.ts';

export const languageFeature: Feature = { name: 'language', commands: [language] };
