import { spanIn } from '../parse/block-text.ts';
import { readKubectl } from '../shell/kubectl.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { asksForAnswer } from './asking-commands.ts';
import { foreground, runCommands } from './commands.ts';
import { opensDatabase } from './database-shells.ts';
import type { Fault, Rule } from './rule.ts';

const shells = /^(?:ba|z|k|c|da|a|fi)?sh$/;
const interpreters = /^(?:python[\d.]*|node|irb|ghci|redis-cli)$/;
const editors = /^(?:vi|vim|nvim|nano|pico|emacs|visudo)$/;

/** What is asked for: a shell or the like in another place, a session here, an editor, or an answer. */
type Dialogue = 'elsewhere' | 'here' | 'editor' | 'answer';

type Kind = (command: SimpleCommand, args: readonly string[]) => Dialogue | undefined;

/** Commands that talk, by their names. */
const kinds: Readonly<Record<string, Kind>> = {
  docker: container,
  k: kubectl,
  kubecolor: kubectl,
  kubectl,
  nerdctl: container,
  newgrp: switchesUser,
  oc: kubectl,
  podman: container,
  ssh: (_, args) => (isLogin(args) ? 'elsewhere' : undefined),
  su: switchesUser,
  sudo: ({ via, opaque }, args) =>
    via.length === 0 && !opaque && /^(?:su|su -|-i|-s)$/.test(args.join(' ')) ? 'here' : undefined,
};

function dialogueOf(command: SimpleCommand): Dialogue | undefined {
  const { name = '' } = command;
  const args = command.words.map(({ value }) => value);
  if (editors.test(name)) return 'editor';
  if (shells.test(name) || interpreters.test(name)) return args.length === 0 ? 'here' : undefined;
  if (opensDatabase(name, args)) return 'here';
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return kind?.(command, args) ?? (asksForAnswer(name, args) ? 'answer' : undefined);
}

function switchesUser(_: SimpleCommand, args: readonly string[]): Dialogue | undefined {
  return args.includes('-c') ? undefined : 'here';
}

function kubectl(command: SimpleCommand): Dialogue | undefined {
  const { verb, afterDashes } = readKubectl(command) ?? {};
  if (verb === 'edit') return 'editor';
  if (verb !== 'exec' && verb !== 'run' && verb !== 'debug') return undefined;
  const inside = afterDashes ?? (verb === 'exec' ? command.words.slice(-1) : []);
  return inside.length === 1 && isShell(inside[0]?.value) ? 'elsewhere' : undefined;
}

function container(_: SimpleCommand, args: readonly string[]): Dialogue | undefined {
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
    hint: 'Give it the command to run, as in `kubectl exec POD -- COMMAND`, or add `tty` to the fence for a person to type.',
  },
  here: {
    message:
      'Nobody types into this session: it ends at once, and the commands below it run in the shell above.',
    hint: 'Give it the commands to run, or add `tty` to the fence: a person types, or `input="…"` does.',
  },
  answer: {
    message: 'This command asks for an answer, and nobody gives one: it reads the end of its input.',
    hint: 'Give the answer in an option such as `-y`, or by a pipe; or add `tty`: a person answers, or `input="…"` does.',
  },
  editor: {
    message: 'An editor needs a person and a terminal.',
    hint: 'Change the text with a command, as in `kubectl patch` or `sed -i`, or add `tty` to the fence.',
  },
};

/** Finds commands that want to talk to a person: nobody answers, so they end at once or fail. */
export const interactiveCommand: Rule = {
  code: 'parse/interactive-command',
  severity: 'warning',
  check(page, report) {
    for (const statement of runCommands(page)) {
      const { fence } = statement;
      if (fence.tty) continue;
      for (const command of foreground(statement)) {
        const { fed, substitution } = command.place;
        const dialogue = fed || substitution ? undefined : dialogueOf(command);
        if (dialogue) report({ ...wording[dialogue], span: spanIn(fence.block, command.from, command.to) });
      }
    }
  },
};
