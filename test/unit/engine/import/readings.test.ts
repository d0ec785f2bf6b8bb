import { describe, expect, test } from 'vitest';
import { announcesOutput } from '../../../../src/engine/import/output-phrase.ts';
import { isCommandLine } from '../../../../src/engine/import/prose/command-line.ts';
import { tolerantRow } from '../../../../src/engine/import/tolerant-row.ts';
import { unescaped } from '../../../../src/engine/import/transcript/escapes.ts';
import {
  readCramLine,
  readElided,
  readScrutLine,
} from '../../../../src/engine/import/transcript/expected-line.ts';

describe('prose announces output', () => {
  test.each([
    'Output:',
    'Expected output:',
    '**Expected output (shortened):**',
    'Example response',
    'The output is similar to this:',
    'The output is similar to the following.',
    'After a while the command completes. The output looks like this:',
    'Verify that the output is similar to below.',
    'You should see output like:',
    'You should now see the pods of both clusters:',
    'And expect this output:',
    'The command prints something like this:',
    'This returns the following:',
  ])('%s', (prose) => expect(announcesOutput(prose)).toBe(true));

  test.each([
    '',
    'Run the following command:',
    'Then write its output to a file:',
    'Save the output like this:',
    'Apply the result with this command:',
    'The manifest, for reference:',
    'You should see the output below. Then go on:',
  ])('but not: %s', (prose) => expect(announcesOutput(prose)).toBe(false));
});

describe('a line of plain text is a command', () => {
  test.each([
    'kubectl get pods',
    'KUBECONFIG=/tmp/a kubectl get pods',
    'VIP=$(kubectl get svc web -o name)',
    'export CLUSTER1=kind-east',
    'for CTX in $CLUSTER1 $CLUSTER2; do',
    'if [ -f a ]; then',
    './gradlew build',
    'mytool --verbose run',
    'echo this is the text of a test',
    'kill %1',
  ])('%s', (line) => expect(isCommandLine(line)).toBe(true));

  test.each([
    '',
    '# kubectl get pods',
    'kubectl waits until the pod is ready.',
    'helm and kustomize are the tools for this',
    'for example, the namespace of the app',
    'if you want it, say so',
    'productpage --- the front page',
    'cross-cluster failover enterprise-agentgateway-waypoint HTTPRoute egress',
    'What: Adds the label.',
    'Open http://localhost:8080 in a browser',
    'key=value pairs are rows',
  ])('but not: %s', (line) => expect(isCommandLine(line)).toBe(false));
});

describe('a line of expected output', () => {
  test.each([
    ['a b', { kind: 'literal', text: 'a b' }],
    ['a.*b (re)', { kind: 'regex', source: '^(?:a.*b)$' }],
    ['a|b (re)', { kind: 'regex', source: '^(?:a|b)$' }],
    ['foo* (glob)', { kind: 'pattern', text: 'foo...' }],
    ['\\* a \\\\ b* (glob)', { kind: 'pattern', text: '* a \\ b...' }],
    ['v? (glob)', { kind: 'regex', source: '^v.$' }],
    ['costs... * (glob)', { kind: 'regex', source: '^costs\\.\\.\\. .*$' }],
    ['* — b (glob)', { kind: 'regex', source: '^.* — b$' }],
    ['a\\tb (esc)', { kind: 'literal', text: 'a b' }],
    ['(esc) itself', { kind: 'literal', text: '(esc) itself' }],
  ])('of cram: %s', (line, expected) => expect(readCramLine(line)).toEqual(expected));

  test.each([
    ['a (equal)', { kind: 'literal', text: 'a' }],
    ['a (note)', { kind: 'literal', text: 'a (note)' }],
    ['* (glob*)', { kind: 'gap' }],
    ['.* (regex*)', { kind: 'gap' }],
    ['a* (gl)', { kind: 'pattern', text: 'a...' }],
    ['a\\t* (escaped) (glob)', { kind: 'pattern', text: 'a ...' }],
  ])('of scrut: %s', (line, expected) => expect(readScrutLine(line)).toEqual(expected));

  test.each(['a (+)', 'a (?)', 'a* (glob+)', '* (glob)', 'a (no-eol)', 'a\\x07 (esc)'])(
    'of scrut whose meaning is partly lost says so: %s',
    (line) => expect(readScrutLine(line)).toHaveProperty('loss'),
  );

  test.each([
    ['...', { kind: 'gap' }],
    ['  […]', { kind: 'gap' }],
    ['web-... 1/1', { kind: 'pattern', text: 'web-... 1/1' }],
  ])('of a page: %s', (line, expected) => expect(readElided(line)).toEqual(expected));
});

test.each([
  ['\\x1b[1mbold\\x1b[0m', 'bold'],
  ['caf\\xc3\\xa9', 'café'],
  ['ä \\\\ \\t', 'ä \\  '],
  ['\\xff', undefined],
  ['\\x07', undefined],
])('the escapes in %s stand for %o', (text, expected) => expect(unescaped(text)).toBe(expected));

test.each([
  ['web-67fc698978-2f9wc   1/1   Running   0   16h', 'web-... 1/1 Running 0'],
  ['pod "web-67fc698978-2f9wc" deleted', 'pod "web-..." deleted'],
  ['web   ClusterIP   10.96.41.7   <none>   80/TCP   4m42s', 'web ClusterIP x.x.x.x <none> 80/TCP'],
  ['replicaset.apps/web-67fc698978 created', 'replicaset.apps/web-... created'],
  ['ui-XXXX-XXXXX is up since 2024-01-01T10:00:00Z', '... is up since'],
  ['sha256:62fb5cc6e348d854a59a5e00429554eab770adc24150753df2e810355e678899 pulled', 'sha256:... pulled'],
  ['deployment.apps/web created', 'deployment.apps/web created'],
])('what differs from run to run in %s is left out of a suggestion', (line, expected) => {
  expect(tolerantRow(line)).toBe(expected);
});
