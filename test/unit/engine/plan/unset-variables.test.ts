import { describe, expect, it } from 'vitest';
import type { PlanOptions } from '../../../../src/engine/model/plan.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { whyNotStartAt } from '../../../../src/engine/plan/start-at.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';

/** A page of two steps, `first` and `second`, and cleanup. */
function page({ first = 'true', second = 'true', cleanup = '' }): string {
  const undo = cleanup === '' ? '' : `\n\`\`\`bash cleanup\n${cleanup}\n\`\`\`\n`;
  return `# Page\n\n## First\n\n\`\`\`bash\n${first}\n\`\`\`\n\n## Second\n\n\`\`\`bash\n${second}\n\`\`\`\n${undo}`;
}

function refused(text: string, options: Partial<PlanOptions>): readonly string[] {
  const given = { interactive: false, given: ['HOME'], ...options };
  const { diagnostics } = plan([runbookOf(text)], given, () => ({ diagnostics: [] }));
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

const onlySecond = { from: 'second' };

describe('a selection', () => {
  it('is refused when cleanup reads a variable that only a step sets that was left out', () => {
    const text = page({ first: 'DIR=$(mktemp -d)', cleanup: 'rm -rf "$DIR"/*' });
    expect(refused(text, onlySecond)).toEqual([
      'plan/unset-variable `DIR` is not set when this cleanup runs: line 6 sets it, in `First`, which is left out',
    ]);
    expect(refused(text, { until: 'first' })).toEqual([]);
    expect(refused(text, {})).toEqual([]);
  });

  it.each([
    ['a selected command reads it', { first: 'NS=shop', second: 'kubectl delete ns $NS' }],
    ['it is exported', { first: 'export NS=shop', second: 'echo "$NS"' }],
    ['it is read from a file', { first: 'read -r NS < ns.txt', second: 'echo "${NS}"' }],
    ['it is set in a loop', { first: 'for NS in a b; do :; done', second: 'echo "$NS"' }],
    [
      'it is set only in front of the command that reads it in a subshell',
      { first: 'NS=a', second: '(echo "$NS")' },
    ],
    [
      'cleanup reads it inside of double quotes and a substitution',
      { first: 'A=1', cleanup: 'echo "x$(echo $A)"' },
    ],
  ])('is refused when %s', (_, parts) => {
    expect(refused(page(parts), onlySecond)).toHaveLength(1);
  });

  it.each([
    ['the variable has a default', { first: 'NS=shop', cleanup: 'kubectl delete ns "${NS:-none}"' }],
    ['the variable is guarded with :?', { first: 'NS=shop', cleanup: 'rm -rf "${NS:?}"/*' }],
    ['a selected command sets it too', { first: 'NS=shop', second: 'NS=other', cleanup: 'echo $NS' }],
    ['the command sets it itself', { first: 'NS=shop', second: 'NS=a; echo $NS' }],
    ['a selected command may have set anything', { first: 'NS=shop', second: 'source ./env.sh\necho $NS' }],
    ['the variable is given from outside', { first: 'HOME=/tmp/x', second: 'echo $HOME' }],
    ['no step sets the variable', { second: 'echo $NOBODY' }],
    ['it is quoted', { first: 'NS=shop', second: "echo '$NS'" }],
    ['a function reads it that is called later', { first: 'NS=shop', second: 'show() { echo $NS; }' }],
  ])('goes ahead when %s', (_, parts) => {
    expect(refused(page(parts), onlySecond)).toEqual([]);
  });

  it('goes ahead when the front matter gives the variable', () => {
    const text = `---\nenv: { NS: shop }\n---\n\n${page({ first: 'NS=other', second: 'echo $NS' })}`;
    expect(refused(text, onlySecond)).toEqual([]);
  });

  it('is refused in a whole run too, when a block is skipped that cleanup needs', () => {
    const text = page({ cleanup: 'rm -rf "$DIR"' }).replace(
      '```bash\ntrue',
      '```bash skip\nDIR=$(mktemp -d)',
    );
    expect(refused(text, {})).toHaveLength(1);
  });
});

describe('a run can be started again at a later step', () => {
  const why = (parts: Parameters<typeof page>[0], fresh = false) => {
    const runbook = runbookOf(page(parts));
    const [, second] = runbook.steps;
    return second && whyNotStartAt(runbook, second, fresh);
  };

  it.each([
    ['nothing that comes before is used', { first: 'X=1', second: 'echo done' }],
    ['only files are used', { first: 'touch a', second: 'cat a' }],
  ])('when %s', (_, parts) => expect(why(parts)).toBeUndefined());

  it.each([
    ['a variable', { first: 'X=1', second: 'echo "$X"' }, 'line 6 sets `X`'],
    ['a variable in a check', { first: 'X=1', second: 'echo 1\n# expect: ${X}' }, 'line 6 sets `X`'],
    ['a function', { first: 'ask() { curl "$1"; }', second: 'ask url' }, 'line 6 sets `ask`'],
    ['a folder', { first: 'cd /tmp', second: 'ls' }, 'line 6 changes the folder'],
    ['a job', { first: 'sleep 100 &', second: 'kill %1' }, 'the background command of line 6 has ended'],
    ['a sourced file', { first: 'source env.sh', second: 'ls' }, 'line 6 may have set anything'],
    ['what cleanup undoes', { cleanup: 'rm a' }, 'the cleanup of line 15 has undone what came before'],
  ])('but not when it needs %s', (_, parts, words) => expect(why(parts)).toBe(words));

  it('but not when the objects of earlier steps go with the clusters', () => {
    expect(why({ first: 'kubectl create ns shop' })).toBeUndefined();
    expect(why({ first: 'kubectl create ns shop' }, true)).toBe('each run has a new sandbox');
  });
});
