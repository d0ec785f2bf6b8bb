import { spanIn } from '../parse/block-text.ts';
import { type CommandWords, foregroundCommands, verbOf } from '../parse/command-words.ts';
import { runCommands } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

const shells = /^(?:ba|z|k|c|da|a|fi)?sh$/;
const interpreters = /^(?:python[\d.]*|node|irb|ghci|psql|mysql|mongosh|redis-cli|sqlite3)$/;
const editors = /^(?:vi|vim|nvim|nano|pico|emacs|visudo)$/;

/** What is asked for: a shell or the like in another place, a session here, or an editor. */
type Dialogue = 'elsewhere' | 'here' | 'editor';

function dialogueOf({ name, args }: CommandWords): Dialogue | undefined {
  if (editors.test(name)) return 'editor';
  if (shells.test(name) || interpreters.test(name)) return args.length === 0 ? 'here' : undefined;
  if (name === 'su' || name === 'newgrp') return args.includes('-c') ? undefined : 'here';
  if (name === 'sudo') return /^(?:su|su -|-i|-s)$/.test(args.join(' ')) ? 'here' : undefined;
  if (name === 'ssh') return isLogin(args) ? 'elsewhere' : undefined;
  if (name === 'docker' || name === 'podman' || name === 'nerdctl') return container(args);
  return name === 'kubectl' || name === 'oc' ? kubectl(args) : undefined;
}

function kubectl(args: readonly string[]): Dialogue | undefined {
  const verb = verbOf(args);
  if (verb === 'edit') return 'editor';
  if (verb !== 'exec' && verb !== 'run' && verb !== 'debug') return undefined;
  const dashes = args.indexOf('--');
  const inside = dashes >= 0 ? args.slice(dashes + 1) : verb === 'exec' ? args.slice(-1) : [];
  return inside.length === 1 && isShell(inside[0]) ? 'elsewhere' : undefined;
}

function container(args: readonly string[]): Dialogue | undefined {
  const talks = args.some((word) => /^-\w*i/.test(word) || word === '--interactive');
  return (args[0] === 'exec' || args[0] === 'run') && talks && isShell(args.at(-1)) ? 'elsewhere' : undefined;
}

function isShell(word: string | undefined): boolean {
  return shells.test(word?.replace(/^.*\//, '') ?? '');
}

/** Whether ssh is given a host and no command. @see https://man.openbsd.org/ssh for the options with values */
function isLogin(args: readonly string[]): boolean {
  const words = args.filter(
    (word, index) => !word.startsWith('-') && !/^-[BbcDEeFIiJLlmOoPpQRSWw]$/.test(args[index - 1] ?? ''),
  );
  return words.length === 1 && !args.some((word) => /^-\w*[NfVG]/.test(word));
}

const wording: Readonly<Record<Dialogue, Pick<Fault, 'message' | 'hint'>>> = {
  elsewhere: {
    message:
      'Nobody types into this session: it ends at once, and the commands below it run here, not in there.',
    hint: 'Give it the command to run, as in `kubectl exec POD -- COMMAND`, or add `manual` to the fence.',
  },
  here: {
    message:
      'Nobody types into this session: it ends at once, and the commands below it run in the shell above.',
    hint: 'Give it the commands to run, or add `manual` to the fence.',
  },
  editor: {
    message: 'An editor needs a person and a terminal.',
    hint: 'Change the text with a command, as in `kubectl patch` or `sed -i`, or add `manual` to the fence.',
  },
};

/** Finds commands that want to talk to a person: nobody answers, so they end at once or fail. */
export const interactiveCommand: Rule = {
  code: 'parse/interactive-command',
  severity: 'warning',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      if (fence.tty) continue;
      for (const command of foregroundCommands(unit)) {
        const dialogue = command.fed ? undefined : dialogueOf(command);
        if (dialogue) report({ ...wording[dialogue], span: spanIn(fence.block, command.from, command.to) });
      }
    }
  },
};
