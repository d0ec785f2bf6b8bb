import type { Unit } from '../shell/split-statements.ts';
import { spanIn } from './block-text.ts';
import { type CommandWords, foregroundCommands, verbOf } from './command-words.ts';
import type { ShellFence } from './shell-block.ts';

/** Why a command goes on for ever: it serves others, or it watches something. */
type Endless = { readonly shown: string; readonly serves: boolean };

type Rule = (command: CommandWords) => Endless | undefined;

const serves = (shown: string): Endless => ({ shown, serves: true });
const watches = (shown: string): Endless => ({ shown, serves: false });

/** Commands that never end by themselves, whatever they find. `logs -f` is none of them: it ends with its pod. */
const rules: Readonly<Record<string, Rule>> = {
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

/** Reports commands that a block would wait for until its time is up. */
export function reportEndless(fence: ShellFence, unit: Unit): void {
  for (const command of foregroundCommands(unit)) {
    const rule = Object.hasOwn(rules, command.name) ? rules[command.name] : undefined;
    const found = rule?.(command);
    if (found) report(fence, found, command);
  }
  const script = fence.block.text.slice(unit.from, unit.to);
  const loop = /^while\s+(?:true|:)\s*(?:;|\n)\s*do\b/.exec(script);
  if (loop && !unit.background && !/\b(?:break|exit|return|kill)\b/.test(script)) {
    report(fence, watches('while true'), { from: unit.from, to: unit.from + loop[0].length });
  }
}

function report(fence: ShellFence, found: Endless, { from, to }: Pick<CommandWords, 'from' | 'to'>): void {
  const message = `\`${found.shown}\` does not end by itself: the block would wait until its time is up.`;
  const hint = found.serves
    ? 'End the command in `&`; if a person is to stop it, add `manual` to the fence.'
    : 'Ask once and let `# expect within 60s: …` repeat the question; for a person add `manual` to the fence.';
  fence.report({
    code: 'parse/never-ends',
    severity: 'error',
    message,
    hint,
    span: spanIn(fence.block, from, to),
  });
}
