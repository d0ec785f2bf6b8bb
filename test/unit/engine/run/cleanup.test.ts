import { describe, expect, it } from 'vitest';
import { stepReports } from '../../../../src/engine/report/cases.ts';
import { type Played, playText, printed } from '../../../helpers/play.ts';

/** A page with one step and, below it, blocks of cleanup. */
function page(body: string, ...cleanup: readonly string[]): string {
  const blocks = cleanup.map((text) => `\n\`\`\`bash cleanup\n${text}\n\`\`\`\n`);
  return `# Page\n\n## Step\n\n\`\`\`bash\n${body}\n\`\`\`\n${blocks.join('')}`;
}

function failures({ events }: Played): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'statement-finished' && event.failure !== undefined && 'message' in event.failure
      ? [event.failure.message]
      : [],
  );
}

describe('every line of a cleanup block runs', () => {
  it('when one before it fails, and each failure is reported', async () => {
    const played = await playText(page('true', 'false\necho one\n(exit 3)\necho two'));
    expect(printed(played)).toBe('one\ntwo\n');
    expect(failures(played)).toEqual(['exit code 1', 'exit code 3']);
    expect(played.exitCode).toBe(1);
  });

  it('but not in the wrong folder: what follows a `cd` that failed is left out', async () => {
    const played = await playText(page('true', 'cd /no/such/folder 2>/dev/null\necho gone', 'echo other'));
    expect(printed(played)).toBe('other\n');
    expect(played.statements.at(-1)).toBe('step/2.2 skipped');
  });
});

describe('cleanup with a variable that has no value does not run', () => {
  const erase = 'echo "rm $DIR/*"\necho next';

  it.each([
    ['the command that sets it came after a failure', page('false\nDIR=/tmp/x', erase)],
    ['the command that sets it failed', page('DIR=$(exit 1)', erase)],
    ['nothing sets it', page('true', erase)],
    ['it is empty and a path begins with it', page('DIR=', 'rm -rf "$DIR"/no-such-*\necho next')],
  ])('when %s', async (_, text) => {
    const played = await playText(text);
    expect(printed(played)).toBe('next\n');
    expect(failures(played).at(-1)).toMatch(/^`DIR` is (?:not set|empty), so this command did not run/);
  });

  it('when it is read where its name does not stand, and what follows has the state of before', async () => {
    const played = await playText(page('KEPT=yes', 'NAME=DIR\necho "rm ${!NAME}/*"\necho "$KEPT"'));
    expect(printed(played).replace(/^bash:.*\n/gm, '')).toBe('yes\n');
    expect(failures(played)).toEqual([
      expect.stringMatching(/^`(?:DIR|!NAME)` is not set, so this command was stopped/),
    ]);
  });

  it('unless the page says that it may have none', async () => {
    const played = await playText(page('true', 'echo "${DIR:-nothing}"\n[ -z "${DIR:-}" ] && echo empty'));
    expect(printed(played)).toBe('nothing\nempty\n');
    expect(played.exitCode).toBe(0);
  });

  it('and arrays and variables that the block sets itself are no trouble', async () => {
    const played = await playText(
      page('LIST=(a b) EMPTY=()', 'for f in "${LIST[@]}"; do echo "$f"; done\nX=1\necho $X'),
    );
    expect(printed(played)).toBe('a\nb\n1\n');
    expect(played.exitCode).toBe(0);
  });

  it('and `set -u` is on for cleanup alone', async () => {
    const played = await playText(page('echo "$-" | grep -v u', 'case $- in *u*) echo on;; esac'));
    expect(printed(played)).toMatch(/^[^u\n]+\non\n$/);
  });
});

describe('a command whose variable was to be set by one that did not pass', () => {
  const text = '# Page\n\n## A\n\n```bash\nDIR=$(exit 1)\n```\n\n## B\n\n```bash\necho "$DIR/x"\n```\n';

  it('does not run when the run keeps going', async () => {
    const played = await playText(text, { keepGoing: true });
    expect(printed(played)).toBe('');
    expect(failures(played).at(-1)).toBe(
      '`DIR` is empty, so this command did not run: line 6 sets it, and did not pass',
    );
  });

  it('does not run when a part of the page was chosen without saying what is given', async () => {
    const played = await playText(text, { plan: { from: 'b' } });
    expect(printed(played)).toBe('');
    expect(failures(played)).toEqual([
      '`DIR` is not set, so this command did not run: line 6 sets it, and did not pass',
    ]);
  });

  it('runs when the variable comes from outside', async () => {
    const played = await playText(text, { plan: { from: 'b' }, env: { DIR: '/d' } });
    expect(printed(played)).toBe('/d/x\n');
  });

  it.each([
    ['rm', 'rm -rf $EMPTY/no-such-file-*'],
    ['find', 'find "$EMPTY"/no-such-folder -delete'],
  ])('an empty variable is never the root of `%s`', async (_, command) => {
    const played = await playText(`# Page\n\n\`\`\`bash\nEMPTY=\n${command}\n\`\`\`\n`);
    expect(failures(played)).toEqual([
      expect.stringMatching(/^`EMPTY` is empty, so this command did not run/),
    ]);
  });
});

describe('no step has passed of which only the cleanup ran', () => {
  it('after a failure before it', async () => {
    const text =
      '# P\n\n## A\n\n```bash\nfalse\n```\n\n## B\n\n```bash\ntrue\n```\n\n```bash cleanup\ntrue\n```\n';
    const { state } = await playText(text);
    const [runbook] = Object.values(state.runbooks);
    expect(runbook?.steps.b).toEqual({ outcome: 'skipped', reason: '`A` failed' });
    const reports = runbook === undefined ? [] : stepReports(runbook);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
  });

  it('when the run was quit, in the middle of a step or before it', async () => {
    const stop = new AbortController();
    const text =
      '# P\n\n## A\n\n```bash\ntrue\necho b\n```\n\n## B\n\n```bash\ntrue\n```\n\n```bash cleanup\ntrue\n```\n';
    const { state } = await playText(text, {
      signal: stop.signal,
      onEvent: ({ type }) => {
        if (type === 'statement-finished') stop.abort();
      },
    });
    const [runbook] = Object.values(state.runbooks);
    expect(runbook?.outcome).toBe('cancelled');
    const reports = runbook === undefined ? [] : stepReports(runbook);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['cancelled', 'skipped']);
  });
});
