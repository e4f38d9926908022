// Tests links to the DMS, which follow the templates in the settings.
import { afterEach, expect, test } from 'vitest';
import { linkTo, serveLinks } from './dms-links.ts';

afterEach(() => serveLinks({ bulk: null, lead: null }));

test('the number replaces every {id} in the template and is encoded for an address', () => {
  serveLinks({ bulk: 'https://dms.example/b/{id}?from={id}', lead: null });
  expect(linkTo('bulk', '574')).toBe('https://dms.example/b/574?from=574');
  expect(linkTo('bulk', 'a/../b?x')).toBe('https://dms.example/b/a%2F..%2Fb%3Fx?from=a%2F..%2Fb%3Fx');
});

test('there is no link without a number from the DMS, or without a template', () => {
  serveLinks({ bulk: 'https://dms.example/b/{id}', lead: null });
  expect(linkTo('bulk', null)).toBeNull();
  expect(linkTo('lead', '2002')).toBeNull();
});
