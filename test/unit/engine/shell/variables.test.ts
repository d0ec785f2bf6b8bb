import { describe, expect, it } from 'vitest';
import { assignmentsIn, shellNames } from '../../../../src/engine/shell/variables.ts';

describe('the variables of shell text', () => {
  it.each([
    ['A=1 B=2', ['A', 'B']],
    ['export A=1 B; readonly C=3; declare -x D=4', ['A', 'C', 'D']],
    ['A=1 cmd; f() { local B=1; }', ['A (lost)', 'B (lost)']],
    ['read -r -p "? " A B; read; mapfile -t C <x', ['A', 'B', 'REPLY', 'C']],
    ['printf -v A x; getopts ab OPT', ['A', 'OPT', 'OPTARG', 'OPTIND']],
    ['for A in 1; do B=1; done; select C in 1; do :; done', ['A', 'B', 'C']],
    ['(A=1); B=2 | C=3; D=4 & E=$(F=5)', ['A (lost)', 'B (lost)', 'C (lost)', 'D (lost)', 'E', 'F (lost)']],
    [': ${A:=1} ${B:-1}; ((C=1, D++)); exec {E}>x', ['A', 'C', 'D', 'E']],
    ['unset A; unset -f g', ['A (removed)']],
  ])('are set by %s', (script, expected) => {
    const sets = shellNames(script).sets.map(({ name, stays, removed }) =>
      [name, stays ? [] : '(lost)', removed ? '(removed)' : []].flat().join(' '),
    );
    expect(sets).toEqual(expected);
  });

  it.each([
    ['echo $A "${B}" ${#C} $1 $? $@', ['A empty', 'B empty', 'C empty']],
    [
      'rm -rf "${A:?}"/x ${B?no} ${C:-x} ${D+x} ${E:=x}',
      ['A error', 'B error', 'C default', 'D default', 'E default'],
    ],
    ['echo ${A:-$B}; [[ -v C ]]; ((D+1))', ['A default', 'B empty', 'C default', 'D empty']],
    [`echo '$A' \\$B; cat <<'E'\n$C\nE\n`, []],
    ['cat <<E\n$A\nE\n', ['A empty']],
  ])('are read by %s', (script, expected) => {
    expect(shellNames(script).reads.map(({ name, unset }) => `${name} ${unset}`)).toEqual(expected);
  });

  it('and its functions have names', () => {
    expect(shellNames('f() { :; }; function g { h() { :; }; }').functions.map(({ name }) => name)).toEqual([
      'f',
      'g',
      'h',
    ]);
  });

  it('are given values, as they are written', () => {
    const found = assignmentsIn('A=1; export B="x $A" C; D=$(d) cmd; echo E=1');
    expect(found.map(({ name, value }) => [name, value.value])).toEqual([
      ['A', '1'],
      ['B', 'x $A'],
      ['D', '$(d)'],
    ]);
  });
});
