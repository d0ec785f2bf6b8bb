import { expect, it } from 'vitest';
import { parse } from '../../../src/engine/parse.ts';
import { isChecked, mayBeChecked } from '../../../src/site/is-checked.ts';

const fence = (lines: string, info = 'bash') => `\`\`\`${info}\n${lines}\n\`\`\`\n`;

it.each([
  ['commands alone', false, fence('helm install a b\nkubectl get pods')],
  ['a prompt, a placeholder and keys of another tool', false, `---\nenv: x\n---\n${fence('$ ls <name>')}`],
  ['a check', true, fence('echo on\n# expect: on')],
  ['what is nearly a check', true, fence('echo on\n# expects: on')],
  ['a manifest to apply', true, fence('apiVersion: v1', 'yaml apply cluster=$A')],
  ['something to wait for', true, fence('python3 -m http.server 8000 &\n# wait: port 8000')],
  ['expected output', true, `${fence('echo on')}\n${fence('on', 'output')}`],
  ['clusters', true, `---\nclusters: { A: kind-a }\n---\n${fence('kubectl --context $A get pods')}`],
])('a page with %s: %s', (_what, is, text) => {
  const read = parse({ file: 'page.md', path: '/page.md', text });
  expect(isChecked(read)).toBe(is);
  if (is) expect(mayBeChecked(text)).toBe(true);
});
