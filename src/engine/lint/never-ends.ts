import { spanIn } from '../parse/block-text.ts';
import { type CommandWords, foregroundCommands, verbOf } from '../parse/command-words.ts';
import type { Unit } from '../shell/split-statements.ts';
import { runCommands } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

/** Why a command goes on for ever: it serves others, or it watches something. */
type Endless = { readonly shown: string; readonly serves: boolean };

type Kind = (command: CommandWords) => Endless | undefined;

const serves = (shown: string): Endless => ({ shown, serves: true });
const watches = (shown: string): Endless => ({ shown, serves: false });

/** Commands that never end by themselves, whatever they find. `logs -f` is none of them: it ends with its pod. */
const kinds: Readonly<Record<string, Kind>> = {
  kubectl,
  oc: kubectl,
  istioctl: ({ args }) =>
    has(args.slice(0, 1), /^d(?:ash(?:board)?)?$/) ? serves('istioctl dashboard') : undefined,
  minikube: ({ args }) => (has(args.slice(0, 1), /^tunnel$/) ? serves('minikube tunnel') : undefined),
  watch: () => watches('watch'),
  htop: () => watches('htop'),
  k9s: () => watches('k9s'),
  top: ({ args }) => (has(args, /^-\w*[bn]/) ? undefined : watches('top')),
  tail: ({ args }) => (has(args, /^(?:-\w*[fF]\w*|--follow(?:=.*)?)$/) ? watches('tail -f') : undefined),
  journalctl: ({ args }) => (has(args, /^(?:-\w*f\w*|--follow)$/) ? watches('journalctl -f') : undefined),
  sleep: ({ args }) => (has(args, /^inf(?:inity)?$/) ? watches('sleep infinity') : undefined),
  python3: httpServer,
  python: httpServer,
};

function kubectl({ name, args }: CommandWords): Endless | undefined {
  const verb = verbOf(args);
  if (has(args, /^(?:-h|--help|--request-timeout(?:=.*)?)$/)) return undefined;
  if (verb === 'port-forward' || verb === 'proxy') return serves(`${name} ${verb}`);
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length);
  const watching = has(options, /^(?:-w|--watch(?:=true)?|--watch-only(?:=true)?)$/);
  return watching && (verb === 'get' || verb === 'events') ? watches(`${name} ${verb} --watch`) : undefined;
}

function httpServer({ name, args }: CommandWords): Endless | undefined {
  return args[0] === '-m' && args[1] === 'http.server' ? serves(`${name} -m http.server`) : undefined;
}

function has(words: readonly string[], form: RegExp): boolean {
  return words.some((word) => form.test(word));
}

/** Finds commands that a block would wait for until its time is up. */
export const neverEnds: Rule = {
  code: 'parse/never-ends',
  severity: 'error',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      if (fence.tty) continue;
      for (const { found, from, to } of endlessIn(unit, fence.block.text)) {
        report({ ...wording(found), span: spanIn(fence.block, from, to) });
      }
    }
  },
};

type Found = { readonly found: Endless; readonly from: number; readonly to: number };

function endlessIn(unit: Unit, text: string): readonly Found[] {
  const commands = foregroundCommands(unit).flatMap((command): readonly Found[] => {
    const kind = Object.hasOwn(kinds, command.name) ? kinds[command.name] : undefined;
    const found = kind?.(command);
    return found ? [{ found, from: command.from, to: command.to }] : [];
  });
  const script = text.slice(unit.from, unit.to);
  const loop = /^while\s+(?:true|:)\s*(?:;|\n)\s*do\b/.exec(script);
  if (!loop || unit.background || /\b(?:break|exit|return|kill)\b/.test(script)) return commands;
  return [...commands, { found: watches('while true'), from: unit.from, to: unit.from + loop[0].length }];
}

function wording({ shown, serves: serving }: Endless): Pick<Fault, 'message' | 'hint'> {
  const message = `\`${shown}\` does not end by itself: the block would wait until its time is up.`;
  const hint = serving
    ? 'End the command in `&`; if a person is to stop it, add `manual` to the fence.'
    : 'Ask once and let `# expect within 60s: …` repeat the question; for a person add `manual` to the fence.';
  return { message, hint };
}
