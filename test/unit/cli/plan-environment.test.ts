import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { environmentLines } from '../../../src/cli/plan-environment.ts';
import { parse } from '../../../src/engine/parse.ts';

type Fields = Readonly<Record<string, unknown>>;

function shown(env: Fields, more: Fields = {}): readonly string[] {
  const text = `---\n${stringify({ env, ...more })}---\n\n# Page\n\n\`\`\`bash\necho\n\`\`\`\n`;
  const { runbook } = parse({ file: 'page.md', path: '/page.md', text });
  return environmentLines(runbook, 'sandbox', (_, line) => line).map((line) => line.trim());
}

describe('what a plan says of the environment that a page asks for', () => {
  it('names and values, for the target that was chosen', () => {
    const env = { REGION: 'eu west', BOOKS: { sandbox: 'here', cluster: 'there' }, ONLY: { cluster: 'x' } };
    expect(shown(env)).toEqual(['env  REGION=eu west', 'BOOKS=here']);
    expect(shown({})).toEqual([]);
  });

  it('hides secrets, and what steers a terminal', () => {
    const env = { API_TOKEN: 'sekret-1', PORT_KEY: '8080', MINE: 'own', BELL: 'a\u0007' };
    const lines = shown(env, { secrets: ['MINE'] });
    expect(lines).toEqual(['env  API_TOKEN=***', 'PORT_KEY=8080', 'MINE=***', 'BELL=a␇']);
  });

  it.each([
    ['PATH', 'no effect: the PATH of whoever runs it is used'],
    ['KUBECONFIG', 'no effect: runbook sets it'],
    ['BASH_ENV', 'no effect: runbook leaves it out'],
    ['LD_PRELOAD', 'loads other code into every program'],
    ['NODE_OPTIONS', 'loads other code into every program in that language'],
    ['GIT_PAGER', 'names a command that other programs run'],
    ['https_proxy', 'sends requests through a proxy'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', 'changes which servers are trusted'],
    ['HOME', 'programs read their settings from elsewhere'],
    ['IFS', 'changes how the shell reads commands'],
  ])('marks %s: %s', (name, effect) => {
    expect(shown({ [name]: '/x' })).toEqual([`env  ${name}=/x  (${effect})`]);
  });
});
