import { expect, test } from 'vitest';
import { withoutComments } from '../../../../src/engine/shell/without-comments.ts';
import { withoutStdin } from '../../../../src/engine/shell/without-stdin.ts';

test.each([
  ['of a line of its own nothing stays', "# it's done\nls", 'ls'],
  ['behind a command the blanks go too', 'ls   # all of it', 'ls'],
  ['inside a loop', "for i in 1; do\n  # don't\n  ls # now\ndone", 'for i in 1; do\n  ls\ndone'],
  ['inside a substitution', 'x=$(\n  # one\n  echo a\n)', 'x=$(\n  echo a\n)'],
  [
    'a word may have the sign',
    'echo a#b ${x#y} $((16#ff)) "# no" \'# no\'',
    'echo a#b ${x#y} $((16#ff)) "# no" \'# no\'',
  ],
  ['a here-document stays whole', "cat <<'END'\n# data\nEND\n# gone\nls", "cat <<'END'\n# data\nEND\nls"],
  ['a comment in a comment is one', 'ls # one # two', 'ls'],
])('%s', (_, script, expected) => {
  expect(withoutComments(script)).toBe(expected);
});

test.each([
  [
    'kubectl run web --rm -i --image=web -- date | grep x',
    'kubectl run web --rm -i --image=web -- date </dev/null | grep x',
  ],
  ['x=$(kubectl exec -i web -- cat)', 'x=$(kubectl exec -i web -- cat </dev/null)'],
  ['echo a | kubectl exec -i web -- cat', 'echo a | kubectl exec -i web -- cat'],
  ['kubectl exec -it web -- date', 'kubectl exec -it web -- date </dev/null'],
  ['kubectl get pods', 'kubectl get pods'],
])('of %s what is pasted below is not read', (script, expected) => {
  expect(withoutStdin(script)).toBe(expected);
});
