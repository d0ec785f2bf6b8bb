import { describe, expect, it } from 'vitest';
import type { LendTerminal, TerminalKeys } from '../../../../src/engine/model/terminal.ts';
import { playText, printed } from '../../../helpers/play.ts';

const page = (fence: string, commands: string, rest = ''): string =>
  `# P\n\n## Ask\n\n\`\`\`bash ${fence}\n${commands}\n\`\`\`\n${rest}`;

/** A person who answers a prompt as soon as it is there. */
function person(answers: Readonly<Record<string, string>>) {
  const seen = { screen: '', lent: 0, returned: 0 };
  const lendTerminal: LendTerminal = async () => {
    seen.lent += 1;
    const left = new Map(Object.entries(answers));
    let keys: TerminalKeys | undefined;
    return {
      size: { columns: 70, rows: 20 },
      sit: (given) => {
        keys = given;
        return (bytes) => {
          seen.screen += Buffer.from(bytes).toString();
          for (const [prompt, text] of left) {
            if (!seen.screen.includes(prompt)) continue;
            left.delete(prompt);
            keys?.type(text);
          }
        };
      },
      takeBack: async () => {
        seen.returned += 1;
      },
    };
  };
  return { seen, lendTerminal };
}

const atTerminal = { plan: { terminal: true } };

describe('a tty block without a person', () => {
  it('is left out, which the counts and the reason say', async () => {
    const { state, statements, events } = await playText(page('tty', 'read -p "Name: " NAME'));
    expect(statements).toEqual(['ask/1.1 skipped']);
    expect(state.totals?.statements.passed).toBe(0);
    expect(events.find(({ type }) => type === 'runbook-finished')).toMatchObject({ gaps: { manual: 1 } });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'statement-finished', reason: 'needs a person at a terminal' }),
    );
  });

  it('is given what its input says, line by line, over several commands', async () => {
    const commands = [
      'read -p "Name: " NAME',
      'read -s -p "Password: " PASSWORD; echo',
      'echo "$NAME has ${#PASSWORD} characters"',
      '# expect: Ada has 6 characters',
    ].join('\n');
    const played = await playText(page(String.raw`tty input="Ada\nsecret"`, commands));
    expect(played.exitCode).toBe(0);
    expect(printed(played)).toBe('Name: Ada\nPassword: \nAda has 6 characters\n');
  });

  it('types the values of variables, which are masked where they are secret', async () => {
    const commands = 'read -p "Token: " WORD; echo "got $WORD"\n# expect: got ...';
    const text = page('tty input="${API_TOKEN}"', commands);
    const played = await playText(text, { env: { API_TOKEN: 'tok-4711-abc' } });
    expect(played.exitCode).toBe(0);
    expect(JSON.stringify(played.events)).not.toContain('tok-4711-abc');
    expect(printed(played)).toContain('Token: ***');
  });

  it('masks what is read into a secret variable, also where it was shown', async () => {
    const commands = 'read -p "Password: " DB_PASSWORD; echo "is $DB_PASSWORD"';
    const played = await playText(page('tty input="hunter2-xyz"', commands));
    expect(printed(played)).toBe('Password: ***\nis ***\n');
  });

  it('ends its input behind the last line, so that nothing waits for ever', async () => {
    const program = 'import sys; [print(int(line) * 2) for line in sys.stdin]';
    const doubled = page('tty input="21"', `python3 -c "${program}"\n# expect: 42`);
    expect((await playText(doubled)).exitCode).toBe(0);
    const empty = page('tty input=""', 'test -t 0 && echo yes; cat\n# expect: yes');
    expect((await playText(empty)).exitCode).toBe(0);
  });

  it('fails where a command fails, and where a check is not met', async () => {
    const failed = await playText(page('tty input="no"', 'read -p "Go on? " x; test "$x" = yes'));
    expect(failed.statements).toEqual(['ask/1.1 passed', 'ask/1.2 failed']);
    const unmet = await playText(
      page('tty input="no"', 'read -p "Go on? " x; echo "$x"\n# expect exact: yes'),
    );
    expect(unmet.statements).toEqual(['ask/1.1 passed', 'ask/1.2 failed']);
  });

  it('is judged by what it shows, control sequences apart', async () => {
    const commands = String.raw`read -p $'\033[1mName\033[0m: ' n; printf '\033[32mhello %s\033[0m\n' "$n"
# expect: hello Ada`;
    expect((await playText(page('tty input="Ada"', commands))).exitCode).toBe(0);
  });
});

describe('a tty block with a person', () => {
  it('has their terminal for the time of each command, and leaves its variables and its output', async () => {
    const { seen, lendTerminal } = person({ 'Name: ': 'Ada\r' });
    const rest = '\n## Then\n\n```bash\necho "hello $NAME"\n# expect: hello Ada\n```\n';
    const text = page('tty', 'stty size\n# expect: 20 70\nread -p "Name: " NAME', rest);
    const played = await playText(text, { ...atTerminal, lendTerminal });
    expect(played.statements).toEqual(['ask/1.1 passed', 'ask/1.2 passed', 'then/1.1 passed']);
    expect(seen).toMatchObject({ lent: 2, returned: 2, screen: '20 70\r\nName: Ada\r\n' });
    expect(printed(played)).toContain('Name: Ada');
  });

  it('gives it back after an interruption too', async () => {
    const { seen, lendTerminal } = person({});
    const stop = new AbortController();
    const onEvent = ({ type }: { readonly type: string }) => {
      if (type === 'statement-started') setTimeout(() => stop.abort(), 50);
    };
    const options = { ...atTerminal, lendTerminal, onEvent, signal: stop.signal };
    const { statements } = await playText(page('tty', 'sleep 100'), options);
    expect(statements).toEqual(['ask/1.1 cancelled']);
    expect([seen.lent, seen.returned]).toEqual([1, 1]);
  });
});
