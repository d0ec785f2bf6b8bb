import { describe, expect, it } from 'vitest';
import { finalPipeline, pipelines } from '../../../../src/engine/shell/pipelines.ts';

describe('the pipelines of shell text', () => {
  it('are found wherever they stand, with the names of their members', () => {
    const script = 'a | sudo b | (c | d) && ! e | $f; x=$(g |& h); i';
    const found = pipelines(script).map(({ members, negated, place }) => [
      members.map(({ name }) => name).join(' '),
      negated,
      place.condition,
    ]);
    expect(found).toEqual([
      ['a b ', false, true],
      ['c d', false, true],
      ['e ', true, false],
      ['g h', false, false],
    ]);
  });

  it.each([
    ['x=1; curl -s http://a | (grep b) | sort', ['curl', undefined, 'sort']],
    ['a; timeout 5 grep b', ['grep']],
    ['a && b | c', []],
    ['for x in 1; do a; done', []],
    ['a | b &', []],
    ['bash -c "a; b" | c', [undefined, 'c']],
  ])('end with %s', (script, expected) => {
    expect(finalPipeline(script).map(({ name }) => name)).toEqual(expected);
  });
});
