import { expect, it } from 'vitest';
import { frontMatterKeys } from '../../../../src/engine/parse/front-matter-keys.ts';
import { frontMatterDetails } from '../../../../src/site/reference/front-matter-details.ts';

it('what a key does is said of every key, and of no other', () => {
  expect(Object.keys(frontMatterDetails)).toEqual(Object.keys(frontMatterKeys));
});
