import { describe, expect, it } from 'vitest';
import { playText } from '../../../helpers/play.ts';
import { runReporter } from './run-reporter.ts';

const page = `# Page

\`\`\`bash
echo hi
\`\`\`

\`\`\`zsh
echo another shell
\`\`\`

\`\`\`bash skip="needs an account"
echo skipped
\`\`\`

\`\`\`bash manual
echo by hand
\`\`\`
`;

const nothing = '# Page\n\n```bash skip\nexit 1\n```\n\n```bash manual\nexit 1\n```\n';
const all = ['text', 'ndjson', 'junit', 'github', 'markdown'] as const;

describe('what a green run says nothing of is said', () => {
  it('in its events', async () => {
    const { events, exitCode } = await playText(page);
    const gaps = { skipped: 1, manual: 1, shown: 1, unchecked: 1 };
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'passed', gaps });
    expect(exitCode).toBe(0);
  });

  it.each([
    ['text', ['not run 1 block skipped · 1 block left to a person · 1 code block only shown', 'page.md:7']],
    ['text', ['nothing is checked in page.md']],
    ['ndjson', ['"gaps":{"skipped":1,"manual":1,"shown":1,"unchecked":1}']],
    [
      'junit',
      ['name="blocks.skipped" value="1"', 'name="blocks.manual" value="1"', 'name="checks" value="none"'],
    ],
    ['junit', ['name="blocks.only-shown" value="1"']],
    ['github', ['::notice file=page.md,line=7', 'title=Not run::', 'title=Nothing is checked::']],
    ['markdown', ['| ✓ passed | Page<br>2 blocks not run |']],
    ['markdown', ['1 block skipped', '1 code block only shown', 'nothing is checked in page.md']],
  ] as const)('by the reporter %s: %j', async (name, words) => {
    const { events } = await playText(page);
    const report = await runReporter(name, events);
    for (const word of words) expect(report).toContain(word);
  });

  it('and a page of which nothing ran has not passed', async () => {
    const { events, state, exitCode } = await playText(nothing);
    expect([state.outcome, exitCode]).toEqual(['skipped', 0]);
    for (const name of all) {
      const report = await runReporter(name, events);
      expect(report, name).not.toMatch(/passed(?!":)/);
      if (name === 'text' || name === 'markdown') expect(report).toContain('ran nothing');
    }
  });

  it('but nothing of it where all ran and was checked', async () => {
    const { events } = await playText('# Page\n\n```bash\necho hi\n# expect: hi\n```\n');
    for (const name of ['text', 'markdown', 'github'] as const)
      expect(await runReporter(name, events)).not.toMatch(/not run|nothing is checked|::notice/);
  });
});
