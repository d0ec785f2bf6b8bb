import { expect, test } from 'vitest';
import { parse } from '../../../../src/engine/parse.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../../src/targets/sandbox.ts';
import { playText } from '../../../helpers/play.ts';

const page = (head: string, before: string, ...lines: readonly string[]) =>
  `---
clusters: { C: kind-one }
${head}
---

# Page

\`\`\`bash
${before}
\`\`\`

\`\`\`yaml apply namespace=default delete
apiVersion: v1
kind: ConfigMap
${lines.join('\n')}
\`\`\`

\`\`\`bash
kubectl --context $C get configmaps -o yaml
kubectl --context $C get configmap shop -o jsonpath='{.data.who}'
APP=other
\`\`\`
`;

const options = { target: sandboxTarget({ latency: 0 }) };

const printed = ({ events }: Awaited<ReturnType<typeof playText>>) =>
  events.flatMap((event) => (event.type === 'output' ? [event.text] : [])).join('');

test('${NAME} in a manifest is the value in the session, in braces of YAML too; other dollar signs are text', async () => {
  const played = await playText(
    page(
      'env: { APP: shop }',
      'WHO="a: b"; N=3',
      'metadata: { name: ${APP} }',
      'data: { who: "${WHO}", n: "${N}", same: "$APP $${APP} ${APP:-x} $(date)" }',
      '# ${NOBODY} sets this in a comment',
    ),
    options,
  );
  expect(played.exitCode).toBe(0);
  const text = printed(played);
  expect(text).toContain('configmap/shop created');
  expect(text).toContain("who: 'a: b'");
  expect(text).toContain('same: $APP ${APP} ${APP:-x} $(date)');
});

test('what is deleted at the end is what was applied, whatever the variables are by then', async () => {
  const played = await playText(page('env: { APP: shop }', 'true', 'metadata: { name: "${APP}" }'), options);
  const left = played.events.find((event) => event.type === 'left-behind');
  expect(left).toMatchObject({ objects: [] });
});

test('a variable without a value fails at its line, and nothing is applied', async () => {
  const played = await playText(
    page(
      '',
      'true',
      'metadata: { name: first }',
      '---',
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: { name: "${NOBODY_SETS}" }',
    ),
    options,
  );
  expect(played.exitCode).toBe(1);
  const [finished] = played.events.flatMap((event) =>
    event.type === 'statement-finished' && event.outcome === 'failed' ? [event] : [],
  );
  expect(finished?.failure).toMatchObject({
    kind: 'unset',
    message: '`${NOBODY_SETS}` in line 19 has no value, so nothing of this manifest was applied',
  });
  expect(printed(played)).not.toContain('configmap/first');
});

test('a secret that a manifest has is hidden in what is told of it', async () => {
  const played = await playText(
    page('secrets: [HUSH]', 'HUSH=s3cr3t-value', 'metadata: { name: "${HUSH}" }'),
    { ...options, env: { HUSH: 'x' } },
  );
  expect(printed(played)).toContain('configmap/*** created');
  expect(JSON.stringify(played.events)).not.toContain('configmap/s3cr3t-value');
});

test('a manifest without values for its variables is read with words in their place', () => {
  const text = page(
    'env: { APP: shop }',
    'true',
    'metadata: { name: ${APP} }',
    '# expect: configmap/nope created',
  );
  const { diagnostics } = parse({ file: 'page.md', path: '/page.md', text });
  expect(diagnostics.map(({ code, hint }) => `${code} ${hint}`)).toEqual([
    'parse/no-such-object It has `configmap/${APP}`.',
  ]);
});
