import { describe, expect, it } from 'vitest';
import type { ExecOptions } from '../../../src/cli/exec/exec-options.ts';
import { fileArguments } from '../../../src/cli/exec/file-arguments.ts';
import { helpedCommands } from '../../../src/cli/helped-commands.ts';
import { localTarget } from '../../../src/targets/local.ts';
import { loadFixture } from '../../helpers/play.ts';

/** Options of the process that starts the others; these are never handed on. */
const own = [
  ...['jobs', 'shard', 'retries', 'bail', 'failOnFlaky', 'reporter', 'verbose', 'quiet', 'dryRun', 'watch'],
  // Refused.
  ...['step', 'update', 'yes', 'patch', 'journal', 'resume', 'cast'],
  // Handed on in the environment, which only its owner can read.
  ...['set', 'inputs'],
];

const options: ExecOptions = {
  target: 'auto',
  cluster: { CLUSTER1: 'kind-one', OTHER: 'kind-other' },
  allow: ['kind-one'],
  images: 'strict',
  latency: 0,
  from: 'first',
  until: 'last',
  only: ['one', 'two'],
  variant: { os: ['linux', 'macos'] },
  timeout: 1500,
  keepGoing: true,
  ready: true,
  reporter: ['text', 'junit=x.xml'],
  env: { A: 'x y', B: '-v' },
  mask: ['A'],
  confirm: ['delete'],
  shell: '/bin/bash',
  record: true,
  recordAs: 'kind-1.33',
  verifyRecord: true,
};

function argumentsOf(given: ExecOptions): readonly string[] {
  const runbooks = [loadFixture('run/passes.md')];
  const plan = { runbooks: [], clusters: { CLUSTER1: 'kind-one' } };
  return fileArguments({ runbooks, plan, chosen: { target: localTarget, clusters: {} } }, given);
}

describe('the arguments of a process that runs one file of many', () => {
  it('say all that was asked for, for this file', () => {
    expect(argumentsOf(options)).toEqual([
      'exec',
      '--target=auto',
      '--cluster=CLUSTER1=kind-one',
      '--allow=kind-one',
      '--latency=0',
      '--images=strict',
      '--from=first',
      '--until=last',
      '--only=one',
      '--only=two',
      '--variant=os=linux',
      '--variant=os=macos',
      '--timeout=1500ms',
      '--keep-going',
      '--ready',
      '--env=A=x y',
      '--env=B=-v',
      '--confirm=delete',
      '--mask=A',
      '--shell=/bin/bash',
      '--record',
      '--record-as=kind-1.33',
      '--verify-record',
      '--as-part',
      '--',
      expect.stringMatching(/run\/passes\.md$/),
    ]);
  });

  it('hand on every option that is not for the process that starts the others', () => {
    const [exec] = helpedCommands().filter(({ command }) => command.name() === 'exec');
    const names = exec?.command.options.map((option) => option.attributeName()) ?? [];
    const handed = argumentsOf(options).map((argument) => /^--([\w-]+)/.exec(argument)?.[1]);
    const long = exec?.command.options.filter((option) => handed.includes(option.long?.slice(2)));
    const known = [...own, ...(long ?? []).map((option) => option.attributeName())];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});
