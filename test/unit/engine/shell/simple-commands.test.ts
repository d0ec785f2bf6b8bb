import { describe, expect, it } from 'vitest';
import { simpleCommands } from '../../../../src/engine/shell/simple-commands.ts';

/** A command as one line: what runs it, its name, its words; `?` where the command can't be told. */
function shown(script: string): readonly string[] {
  return simpleCommands(script).map(({ name, words, via, opaque, open }) =>
    [
      ...via.map((wrapper) => `${wrapper.name}>`),
      opaque ? '?' : [],
      name ?? [],
      words.map(({ value }) => value),
      open ? '…' : [],
    ]
      .flat(2)
      .join(' '),
  );
}

describe('the simple commands of shell text', () => {
  it.each([
    ['echo "please wait"', ['echo please wait']],
    ['a && b || c; d | e &', ['a', 'b', 'c', 'd', 'e']],
    ['for x in 1 2; do a $x; done', ['a $x']],
    ['while a; do b; done; until c; do d; done', ['a', 'b', 'c', 'd']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['case $x in y) a;; *) b;; esac', ['a', 'b']],
    ['(a; { b; }); f() { c; }', ['a', 'b', 'c']],
    ['a $(b `c`) <(d) "$(e)"', ['a $(b `c`) <(d) $(e)', 'b `c`', 'c', 'd', 'e']],
    ['x=$(a) y=1 b', ['b', 'a']],
    ['x=1', ['']],
    ['/usr/bin/kubectl get pods', ['kubectl get pods']],
    ['$CMD get; "$(which x)" y', ['? get', '? y', 'which x']],
    ['coproc a { b; }; time c', ['b', 'c']],
    ['a <<E\n$(b)\nE\n', ['a', 'b']],
  ])('%s', (script, expected) => {
    expect(shown(script)).toEqual(expected);
  });
});

it.each(['$(', '`', '(', '{ ', 'if a; then '])(
  'text that is nested too deeply in %s is no fault of the reader',
  (opening) => {
    const openings = 20_000;
    expect(simpleCommands(opening.repeat(openings)).length / openings).toBeLessThan(0.05);
  },
);

describe('a command that runs another', () => {
  it.each([
    ['sudo -n -u admin kubectl get pods', ['sudo> kubectl get pods']],
    ['sudo A=1 B=2 a', ['sudo> a']],
    ['sudo --user=x -- a -l', ['sudo> a -l']],
    ['sudo -i', ['sudo -i']],
    ['sudo --strange x a', ['? sudo --strange x a']],
    ['env -i -u X A=1 a b', ['env> a b']],
    ['env', ['env']],
    ['command -v kubectl', ['command -v kubectl']],
    ['command kubectl', ['command> kubectl']],
    ['exec -a x a', ['exec> a']],
    ['nohup nice -n 5 a', ['nohup> nice> a']],
    ['timeout -k 5 --signal=KILL 10s a b', ['timeout> a b']],
    ['timeout $T a', ['timeout> a']],
    ['a | xargs -r -n1 -I{} kubectl delete {}', ['a', 'xargs> kubectl delete {} …']],
    ['watch -n1 kubectl get pods', ['watch> kubectl get pods']],
    ['watch "a | b"', ['watch> a', 'watch> b']],
    [`bash -euc 'a; kill %1'`, ['bash> a', 'bash> kill %1']],
    ['bash -c "a $x"', ['? bash -c a $x']],
    ['bash script.sh -c x', ['bash script.sh -c x']],
    [`eval 'a b'; eval "$c"; eval a b`, ['eval> a b', '? eval $c', '? eval a b']],
    ['stdbuf -oL -eL a', ['stdbuf> a']],
  ])('%s', (script, expected) => {
    expect(shown(script)).toEqual(expected);
  });
});

describe('where a command stands', () => {
  /** The names of the commands for which something holds. */
  function those(
    script: string,
    holds: (place: ReturnType<typeof simpleCommands>[number]['place']) => unknown,
  ) {
    return simpleCommands(script).flatMap(({ name, place }) => (holds(place) ? [name] : []));
  }

  it('says that nothing waits for it', () => {
    expect(those('a; b & (c; d) & e | f & coproc g', ({ background }) => background)).toEqual([
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
    ]);
  });

  it('says that its status is a question, by the rules of the ERR trap', () => {
    const script =
      'a && b || c; ! d; if e; then f; elif g; then h; fi; while i; do j; done; k | l; if (m; n); then o; fi';
    expect(those(script, ({ condition }) => condition)).toEqual(['a', 'b', 'd', 'e', 'g', 'i', 'm', 'n']);
  });

  it('says that it may not run', () => {
    const script = 'a && b; if c; then d; fi; for x in 1; do e; done; case x in x) f; esac';
    expect(those(script, ({ conditional }) => conditional)).toEqual(['b', 'd', 'e', 'f']);
    expect(those(script, ({ branch }) => branch)).toEqual(['d', 'f']);
  });

  it('says in which function, where all else begins anew', () => {
    const script = 'if a; then f() { b && c; } & fi; d';
    expect(those(script, (place) => place.function === 'f')).toEqual(['b', 'c']);
    expect(those(script, ({ branch, background }) => branch || background)).toEqual([]);
  });

  it('says which member of which pipe, and whether it is given something to read', () => {
    const [a, b, c, d, e] = simpleCommands('a | b | { c; }; d <x; (e) <<<y').map(({ place }) => place);
    expect([a?.pipeline, b?.pipeline, c?.pipeline, d?.pipeline]).toEqual([
      { member: 0, of: 3 },
      { member: 1, of: 3 },
      { member: 2, of: 3 },
      undefined,
    ]);
    expect([a, b, c, d, e].map((place) => place?.fed)).toEqual([false, true, true, true, true]);
  });

  it('says that what it sets is lost', () => {
    expect(those('a; (b); c | d; e & f $(g)', ({ subshell }) => subshell)).toEqual(['b', 'c', 'd', 'e', 'g']);
  });

  it('is a stretch of the text, that of the substitution for what stands in escaped backticks', () => {
    const script = 'x=`a \\`b\\`` sudo c';
    const texts = simpleCommands(script).map(({ name, from, to }) => [name, script.slice(from, to)]);
    expect(texts).toEqual([
      ['c', 'x=`a \\`b\\`` sudo c'],
      ['a', '`a \\`b\\``'],
      ['b', '`a \\`b\\``'],
    ]);
  });
});
