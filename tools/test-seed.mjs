// Vitest's setup for each file: property tests try the cases of the seed that `vitest.config.ts` chooses.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.PROPERTY_SEED) });
