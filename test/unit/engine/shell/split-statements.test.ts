import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { splitStatements } from '../../../../src/engine/shell/split-statements.ts';

const scripts: readonly (readonly [string, readonly string[]])[] = [
  ['a; b & c', ['a', 'b &', 'c']],
  ['a && b ||\n  c\nd', ['a && b ||\n  c', 'd']],
  ['a \\\n  b # why\n\n# comment\nc', ['a \\\n  b', 'c']],
  ['cat <<A | sort\nx # expect: y\nA\nb', ['cat <<A | sort\nx # expect: y\nA', 'b']],
  ["cat <<'A'; cat <<-B\n$x\nA\n\ty\n\tB\nc", ["cat <<'A'; cat <<-B\n$x\nA\n\ty\n\tB", 'c']],
  ['x=$(cat <<A\ny\nA\n)\nb', ['x=$(cat <<A\ny\nA\n)', 'b']],
  ['if a; then\n  cat <<A\nx\nA\nfi\nb', ['if a; then\n  cat <<A\nx\nA\nfi', 'b']],
  ['f() {\n  a\n}\nf', ['f() {\n  a\n}', 'f']],
  ['case $x in\n  a) b ;;\n  *) c ;&\nesac', ['case $x in\n  a) b ;;\n  *) c ;&\nesac']],
  ['echo "a\n# no comment\n"; b', ['echo "a\n# no comment\n"', 'b']],
  ["echo $'it\\'s' '#' a#b\nb", ["echo $'it\\'s' '#' a#b", 'b']],
  ['[[ $a =~ ^(x|y)$ ]] && echo ${a//[^0-9]/}\nb', ['[[ $a =~ ^(x|y)$ ]] && echo ${a//[^0-9]/}', 'b']],
  ['a > >(tee x) 2>&1\n(b; c)\n((i++))', ['a > >(tee x) 2>&1', '(b; c)', '((i++))']],
  [
    'kubectl get x -o jsonpath=\'{.items[0]}{"\\n"}\'\nb',
    ['kubectl get x -o jsonpath=\'{.items[0]}{"\\n"}\'', 'b'],
  ],
  ['echo 🚀 ä; b', ['echo 🚀 ä', 'b']],
  ['a=(1 # one\n 2)\nb', ['a=(1 # one\n 2)', 'b']],
  ['a\n# b \\', ['a']],
  ['', []],
  ['# only a comment', []],
];

describe('a block is split into its top-level commands', () => {
  test.each(scripts)('%j', (script, expected) => {
    const { units, errors } = splitStatements(script);
    expect(errors).toEqual([]);
    expect(units.map(({ from, to }) => script.slice(from, to))).toEqual(expected);
  });

  test.each(scripts.filter(([, expected]) => expected.length > 0))(
    'bash reads each of %j alone',
    (script) => {
      for (const { from, to } of splitStatements(script).units) {
        const { status, stderr } = spawnSync('bash', ['-n'], {
          input: script.slice(from, to),
          encoding: 'utf8',
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      }
    },
  );
});

test('only a command that ends in & is a background one', () => {
  const { units } = splitStatements('a & b; c && d & e > f 2>&1 &');
  expect(units.map(({ background }) => background)).toEqual([true, false, true, true]);
});

test.each([
  ['echo "a', 'quote', 5],
  ["echo 'a\nb", 'quote', 5],
  ["echo $'a", 'quote', 6],
  ['echo `a', 'quote', 5],
  ['a\ncat <<B\nx', 'heredoc', 6],
  ['echo $(cat <<B\nx\n)', 'syntax', 5],
  ['for x in a; do b', 'syntax', 15],
  ['a\ndone', 'syntax', 2],
  ['a | | b', 'syntax', 3],
  ['echo "$(if a)"', 'syntax', 12],
  ['a \\', 'syntax', 2],
])('%j is refused where bash refuses it, or where it would swallow what follows', (script, kind, from) => {
  expect(splitStatements(script).errors[0]).toMatchObject({ kind, from });
});
