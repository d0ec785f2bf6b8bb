import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell } from './open-shell.ts';

describe('the state of a session', () => {
  it('is given to another one: variables of every kind, functions, folder, options, aliases, parameters', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kept-')));
    const first = await openShell();
    await first.run(`cd ${folder}; shopt -s extglob`);
    await first.run(`PLAIN=$'two\\nlines "and" $quotes' ; export SHOWN=1; LIST=(a "b c"); EMPTY=`);
    await first.run('say() { case $1 in @(a|b)) echo "said $1";; esac; }; declare -r FIXED=7');
    await first.run('set -u; umask 077; alias ll="ls -l"; set -- one "two three"');
    const second = await openShell();
    const { values: _, processes: __, ...state } = await first.session.kept();
    expect(await second.session.restore(withoutReadonly(state))).toBe('');
    expect(await second.text('echo "$PLAIN|$SHOWN|${#LIST[@]}|${LIST[1]}|[$EMPTY]|$FIXED|$PWD"')).toBe(
      `two\nlines "and" $quotes|1|2|b c|[]|7|${folder}\n`,
    );
    expect(await second.text('say a; umask; alias ll; echo "$#:$2"; env | grep -c ^SHOWN=')).toBe(
      "said a\n0077\nalias ll='ls -l'\n2:two three\n1\n",
    );
    expect((await second.run('echo "$NEVER_SET"')).stderr.text).toContain('unbound variable');
  });

  it('of a shell in the folder of a block is where it will be behind the block', async () => {
    const { session, run } = await openShell();
    await run('X=1', { dir: '/tmp', block: 'one' });
    expect((await session.kept()).folder).toBe('/');
  });

  it('says when its folder is gone, and takes nothing then', async () => {
    const { session, text } = await openShell();
    const kept = await session.kept();
    const lost = { ...kept, folder: '/not/there', variables: { LOST: 'declare -- LOST="1"' } };
    expect(await session.restore(lost)).toContain('/not/there');
    expect(await text('echo "[${LOST-}]"')).toBe('[]\n');
  });
});

/** What this machine's shells have readonly from the start can't be set again. */
function withoutReadonly<T extends { readonly variables: Readonly<Record<string, string>> }>(state: T): T {
  const entries = Object.entries(state.variables);
  return { ...state, variables: Object.fromEntries(entries.filter(([name]) => /^[A-Z]+$/.test(name))) };
}
