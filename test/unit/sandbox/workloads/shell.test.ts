import { beforeAll, describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld } from './one-world.ts';

let cluster: OneWorld;
let pod: PodObject;

beforeAll(() => {
  cluster = new OneWorld();
  pod = cluster.pod('box', { image: 'curlimages/curl:8.5.0', container: { command: ['sleep', 'infinity'] } });
});

describe('the shell', () => {
  test.each([
    ['echo a; echo b', 'a\nb\n', 0],
    ['true && echo yes || echo no', 'yes\n', 0],
    ['false && echo yes || echo no', 'no\n', 0],
    ['! true', '', 1],
    ['for i in 1 "2 3" $(seq 2); do echo "[$i]"; done', '[1]\n[2 3]\n[1]\n[2]\n', 0],
    ['for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done', '1\n3\n', 0],
    ['while true; do echo x; done | head -n 2', 'x\nx\n', 0],
    ['until false; do break; done; echo $?', '0\n', 0],
    ['x=1; (x=2; echo $x); echo $x', '2\n1\n', 0],
    ['A=1 printenv A; echo "${A:-none} ${B-none} ${PATH:+set}"', '1\nnone none set\n', 0],
    ['echo out; echo err >&2', 'out\n', 0],
    ['{ echo a; echo b >&2; } 2>&1 | wc -l', '2\n', 0],
    ['echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f; cat < /tmp/f | tail -1', 'a\nb\nb\n', 0],
    ["printf '%s-%d\\n' a 1 b 2", 'a-1\nb-2\n', 0],
    ['echo one two | grep -o "t.o"; echo x | grep y', 'two\n', 1],
    ["printf 'a\\nb\\nab\\n' | grep -c -E '^(a|b)$'", '2\n', 0],
    ['exit 7; echo never', '', 7],
    ['nosuch', '', 127],
    ['cat /etc/hostname', 'box\n', 0],
    ['echo "$1 $#" ', ' 0\n', 0],
    ['echo \'a  b\' "c  d" e  f', 'a  b c  d e f\n', 0],
  ])('runs %s', async (script, stdout, code) => {
    const ran = await cluster.exec(pod, ['sh', '-c', script]);
    expect([ran.stdout, ran.code]).toEqual([stdout, code]);
  });

  test.each([
    ['coproc x', "sandbox: the shell's coproc is not simulated"],
    ['echo <(true)', "sandbox: the shell's process substitution (<(true)) is not simulated"],
    ['getopts a b', "sandbox: the shell's builtin getopts is not simulated"],
    ['vi', "sandbox: the shell's command vi is not simulated"],
    ['echo ${x@Q}', "sandbox: the shell's expansion ${x@Q} is not simulated"],
    ['sort --parallel=2', 'sandbox: sort --parallel=2 is not simulated'],
    ['wget -H x http://web', 'sandbox: wget -H is not simulated'],
    ['wget --mirror http://web', 'sandbox: wget --mirror is not simulated'],
    ['ls /etc', 'ls: /etc: sandbox: this file of the image is not simulated'],
    ['cat /etc/passwd', 'cat: /etc/passwd: sandbox: this file of the image is not simulated'],
  ])('refuses %s by name', async (script, message) => {
    const { stderr, code } = await cluster.exec(pod, ['sh', '-c', script]);
    expect(stderr).toBe(`${message}\n`);
    expect(code).not.toBe(0);
  });

  test('reads a script from stdin, and arguments after -c', async () => {
    expect((await cluster.exec(pod, ['sh'], { stdin: 'echo hi\n' })).stdout).toBe('hi\n');
    expect((await cluster.exec(pod, ['sh', '-c', 'echo $0 $1 $#', 'me', 'a'])).stdout).toBe('me a 1\n');
    expect((await cluster.exec(pod, ['sh', '-c', 'echo "'])).code).toBe(2);
  });
});
