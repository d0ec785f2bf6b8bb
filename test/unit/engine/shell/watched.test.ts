import { describe, expect, it } from 'vitest';
import { watched } from '../../../../src/engine/shell/watched.ts';

describe('text that bash is watched by', () => {
  it.each([
    ['nothing of a command', 'echo "a | b" # | c', 'echo "a | b" # | c'],
    ['nothing of the pipeline that is the statement', 'a | b | c', 'a | b | c'],
    [
      'the members of a pipeline in a loop',
      'for i in 1; do a x | b; done',
      'for i in 1; do { a x; } | b; done',
    ],
    ['in a substitution', 'x=$(a | b)', 'x=$({ a; } | b)'],
    ['in quotes', 'echo "$(a | (b | c) | d)"', 'echo "$({ a; } | { ({ b; } | c); } | d)"'],
    ['in backticks', 'x=`a | b`', 'x=`{ a; } | b`'],
    ['in a function', 'f() {\n  a | b\n}', 'f() {\n  { a; } | b\n}'],
    ['behind a here-document', 'if x; then a <<E | b\n| E\nE\nfi', 'if x; then { a <<E; } | b\n| E\nE\nfi'],
    ['in a here-document', 'cat <<E\n$(p | q)\nE', 'cat <<E\n$({ p; } | q)\nE'],
    ['in a member of the statement', '( a | b ) | c', '( { a; } | b ) | c'],
    ['with both streams', '{ a |& b; }', '{ { a; } |& b; }'],
    ['and reads', 'while read l; do c; done < <(p | q)', 'while read l; do c; done < <({ p; } | q)'],
    ['over lines', '{ a |\n  # why\n  b; }', '{ { a; } |\n  # why\n  b; }'],
    ['no question', 'if a | b; then c | d; fi', 'if a | b; then { c; } | d; fi'],
    ['no first half of ||', 'a | b || c | d', 'a | b || { c; } | d'],
    ['nothing behind !', '{ ! a | b; }', '{ ! a | b; }'],
    [
      'a member that ends behind !',
      'x || { ! a; } | b',
      `x || { { ! a; }; { case $? in 0) ;; *) told "$?" "$LINENO" '{ ! a; }';; esac; } >/dev/null 2>&1; } | b`,
    ],
    ['no job', '{ a | b & }', '{ a | b & }'],
    ['a list at the end of a substitution', 'echo "$(cd x && a)"', 'echo "$( ( cd x && a ))"'],
    ['nothing that is no bash', 'for a | b; do', 'for a | b; do'],
  ])('is changed in %s', (_, script, expected) => {
    expect(watched(script, 'told')).toBe(expected);
  });

  it('tells by itself of what stands in front of &&', () => {
    expect(watched("a 'b\n' | c && d", 'told')).toBe(
      "{ a 'b\n' || { told \"$?\" \"$LINENO\" 'a '\\''b '\\'''; } >/dev/null 2>&1; } | c && d",
    );
  });
});
