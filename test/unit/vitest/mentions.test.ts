import { describe, expect, it } from 'vitest';
import { mentions } from '../../../src/vitest/mentions.ts';

const page = {
  path: '/project/runbooks/shop.md',
  text: 'kubectl apply -f manifests/shop/ && kubectl apply -f extra/ && cat values.yaml scripts/deep/run.sh',
};

describe('a page mentions', () => {
  it.for([
    ['a file beside it', 'values.yaml'],
    ['a file further down', 'scripts/deep/run.sh'],
    ['what is in a folder that it names', 'manifests/shop/base/web.yaml'],
    ['what is in a folder beside it', 'extra/one.yaml'],
  ])('%s', ([, file]) => {
    expect(mentions(page, `/project/runbooks/${file}`)).toBe(true);
  });

  it.for([
    ['a file that it does not name', 'other.yaml'],
    ['a file in a folder whose name is only a word of it', 'apply/other.yaml'],
    ['another folder beside one that it names', 'manifests/other/web.yaml'],
    ['a file elsewhere', '../values.yaml'],
  ])('not %s', ([, file]) => {
    expect(mentions(page, `/project/runbooks/${file}`)).toBe(false);
  });
});
