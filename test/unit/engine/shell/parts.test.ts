import { expect, it } from 'vitest';
import { shellParts } from '../../../../src/engine/shell/parts.ts';

const script = `A=1 kubectl --context $EAST get pods -l "app=\${APP}" # which of them
echo 'it # is' "# text" | grep -c x && cat <<EOF
hello $A
EOF`;

it('tells commands, options, variables, quoted texts and comments apart, and no text for a comment', () => {
  const named = (kind: string) =>
    shellParts(script)
      .filter((part) => part.kind === kind)
      .map(({ from, to }) => script.slice(from, to));
  expect(named('command')).toEqual(['kubectl', 'echo', 'grep', 'cat']);
  expect(named('option')).toEqual(['--context', '-l', '-c']);
  expect(named('variable')).toEqual(['$EAST', '${APP}', '$A']);
  expect(named('text')).toEqual(['"app=${APP}"', "'it # is'", '"# text"', 'hello $A\n']);
  expect(named('comment')).toEqual(['# which of them']);
});

it('has no parts for what bash could not read, and none with the offsets of another text', () => {
  expect(shellParts('if true; then')).toBeInstanceOf(Array);
  for (const text of ['bash -c "kubectl get $X"', 'A=`echo \\`date\\``', 'x=$(('])
    for (const { from, to } of shellParts(text)) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(text.length);
    }
});
