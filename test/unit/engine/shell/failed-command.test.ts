import { describe, expect, it } from 'vitest';
import { mindedFailure, ownPipeline } from '../../../../src/engine/shell/failed-command.ts';

describe('a failure that bash tells of', () => {
  const minded = (script: string, command: string, more: { status?: number; line?: number } = {}) =>
    mindedFailure({ status: 1, line: 10, inFunction: false, ...more, command }, [{ script, line: 10 }]);

  it.each([
    ['in a loop', 'for i in 1; do a; done', 'a', {}, true],
    ['in a search that feeds others', 'for i in 1; do grep x f | wc -l; done', 'grep x f', {}, false],
    ['in a search that ends', 'for i in 1; do cat f | grep x; done', 'grep x', {}, true],
    ['in a search of no file', 'for i in 1; do grep x f | wc -l; done', 'grep x f', { status: 2 }, true],
    ['in a writer whose reader has gone', '{ yes | head -1; }', 'yes', { status: 141 }, false],
    ['in a command of such a writer', '{ a; b; } | head -1', 'b', { status: 141 }, false],
    ['of a command that nobody reads', '{ a; b; }', 'a', { status: 141 }, true],
    ['in a question', 'if diff <(a) <(b); then c; fi', 'a', {}, false],
    ['in a job', 'for i in 1; do ( a; b ) & done', 'a', {}, false],
    ['as bash prints it', '{ a >&2  2>/dev/null | b; }', 'a 1>&2 2> /dev/null', {}, true],
    ['in text that is evaluated', 'eval "$x"', 'a', {}, true],
  ])('%s', (_, script, command, more, expected) => {
    expect(minded(script, command, more) !== undefined).toBe(expected);
  });

  it('is told as it is written, with its line and its place in a pipe', () => {
    const script = 'x=$(\n  curl -s "$URL" \\\n    -o - | jq . | head -1)';
    expect(minded(script, 'curl -s "$URL" -o -', { status: 7, line: 12 })).toEqual({
      status: 7,
      command: 'curl -s "$URL" -o -',
      line: 11,
      part: 'first part of a pipe into `jq . | head -1`',
    });
  });

  it('is found in the function that it stands in, by its line, or by its text alone', () => {
    const call = { script: 'grep x f', line: 30 };
    const old = { script: 'f() {\n  grep x f\n}', line: 1 };
    const definition = { script: 'f() {\n  grep x f | wc -l\n}', line: 10 };
    const told = { status: 1, command: 'grep x f', inFunction: true };
    expect(mindedFailure({ ...told, line: 11 }, [call, definition, old])).toBeUndefined();
    expect(mindedFailure({ ...told, line: 2 }, [call, definition, old])).toMatchObject({ line: 2 });
    expect(mindedFailure({ ...told, line: 99 }, [definition])).toBeUndefined();
  });
});

describe('the pipeline that a statement is', () => {
  const names = (script: string) => ownPipeline(script)?.members.map(({ command }) => command);

  it.each([
    ['a command', ['a']],
    ['a | b\n', ['a', 'b']],
    ['a |\n b # c', ['a', 'b']],
    ['time a | { b; c; }', ['a', '{ b; c; }']],
    ['(exit 3) | sort', ['(exit 3)', 'sort']],
    ['x=$(a | b)', ['x=$(a | b)']],
    ['a <<E | b\nE', ['a <<E', 'b']],
  ])('%s', (script, members) => {
    expect(names(script)).toEqual(script === 'a command' ? ['a command'] : members);
  });

  it.each([
    'a && b',
    'a | b || c',
    '{ a | b; }',
    'for i in 1; do a | b; done',
    'a | b &',
    'f() { a; }',
    'a )',
  ])('is none in `%s`', (script) => {
    expect(ownPipeline(script)).toBeUndefined();
  });

  it.each([
    ['grep x', true, false],
    ['/usr/bin/grep -ic x', true, true],
    ['LC_ALL=C env A=b timeout 5 egrep --count x f', true, true],
    ['git grep x', true, false],
    ['git diff --quiet', true, false],
    ['git status', false, false],
    ['diff a b', true, false],
    ['sudo grep x f', false, false],
    ['xargs grep x', false, false],
    ['kubectl diff -f x', false, false],
    ['kubectl get pods -c x', false, false],
    ['awk /x/', false, false],
    ['$GREP x', false, false],
    ['echo grep -c', false, false],
  ])('knows of `%s` whether it is a search, and counts', (script, isSearch, isCount) => {
    expect(ownPipeline(script)?.members[0]).toMatchObject({ isSearch, isCount });
  });
});
