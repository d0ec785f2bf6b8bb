import { describe, expect, it } from 'vitest';
import { playText } from '../../../helpers/play.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';

/** A page of steps, each a bash block, with a fence's words in front of the commands: `cleanup: rm x`. */
function page(steps: Readonly<Record<string, string>>, head = ''): string {
  const sections = Object.entries(steps).map(
    ([title, code]) => `## ${title}\n\n\`\`\`bash\n${code}\n\`\`\`\n`,
  );
  return `${head}# P\n\n${sections.join('\n')}`;
}

/** Runs a page, then each of the other texts as if they were saved one after another. */
async function watch(first: string, ...others: readonly string[]) {
  const texts = [...others];
  const next = async () => {
    const text = texts.shift();
    return text === undefined ? undefined : runbookOf(text);
  };
  const played = await playText(first, { watch: next });
  const notices = played.events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  return { ...played, notices, left: texts.length };
}

const steps = { One: 'x=1; echo one', Two: 'echo "two $x"\n# expect: two 1', Three: 'echo three' };

describe('a page that is watched', () => {
  it('runs from the first step that has changed, in the session that is there', async () => {
    const changed = { ...steps, Two: 'x=$((x + 1)); echo "two $x"\n# expect: two 2' };
    const { statements, state, notices } = await watch(page(steps), page(changed));
    expect(statements.slice(0, 4)).toEqual([
      'one/1.1 passed',
      'one/1.2 passed',
      'two/1.1 passed',
      'three/1.1 passed',
    ]);
    expect(statements.slice(4)).toEqual(['two/1.1 passed', 'two/1.2 passed', 'three/1.1 passed']);
    expect(state.outcome).toBe('passed');
    expect(notices).toContain('Again from "Two".');
  });

  it('runs a step that failed again, though the text is the same', async () => {
    const text = page({
      One: 'n=$((n + 1))',
      Two: 'test "$((m += 1))" = 2',
      Three: 'echo "$n $m"\n# expect: 1 2',
    });
    const { statements, exitCode } = await watch(text, text);
    expect(statements).toEqual([
      'one/1.1 passed',
      'two/1.1 failed',
      'three/1.1 skipped',
      'two/1.1 passed',
      'three/1.1 passed',
    ]);
    expect(exitCode).toBe(0);
  });

  it('runs nothing when only prose has changed, and knows the new lines', async () => {
    const { statements, notices, state } = await watch(
      page(steps),
      page(steps).replace('# P\n', '# P\n\nMore.\n'),
    );
    expect(statements).toHaveLength(4);
    expect(notices).toContain('Nothing that runs has changed.');
    expect(Object.values(state.runbooks)[0]?.runbook?.steps[0]?.span.start.line).toBe(5);
  });

  it('runs what was added, and forgets what was taken away', async () => {
    const { One, Two } = steps;
    const { statements } = await watch(
      page(steps),
      page({ One, Two }),
      page({ One, Two, Four: 'echo four' }),
    );
    expect(statements.slice(4)).toEqual(['four/1.1 passed']);
  });

  it.each([
    ['the front matter', page(steps, '---\ntimeout: 1m\n---\n'), 'the front matter has changed'],
    ['a command before a change of folder', page({ ...steps, Two: 'cd /; echo 2' }), undefined],
  ])('ends, to begin from the top, when what has changed is %s', async (_, text, why) => {
    const again = text.replace('echo one', 'echo ONE');
    const { statements, notices, left } = await watch(why === undefined ? text : page(steps), again, text);
    expect(statements.filter((line) => line.startsWith('one/1.2'))).toHaveLength(1);
    expect(notices.at(-1)).toBe(
      `page.md runs again from the top: ${why ?? 'line 12 has changed the folder'}.`,
    );
    expect(left).toBe(1);
  });

  it('cleans up once, at the end', async () => {
    const end = '\n## End\n\n```bash cleanup\necho "cleanup $x"\n```\n';
    const { statements } = await watch(page(steps) + end, page({ ...steps, Three: 'x=3' }) + end);
    expect(statements.slice(-2)).toEqual(['three/1.1 passed', 'end/1.1 passed']);
    expect(statements.filter((line) => line.startsWith('end/'))).toHaveLength(1);
  });
});
