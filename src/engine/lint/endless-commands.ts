import { type CommandLine, flagValue } from '../shell/command-line.ts';
import { readIstioctl } from '../shell/istioctl.ts';
import { readKubectl } from '../shell/kubectl.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';

/**
 * A command that goes on until it is stopped. `serves` others, or watches something. `certain`: always; if not, mostly:
 * `npm start` may be anything, and a log ends with its pod.
 */
export type Endless = { readonly shown: string; readonly serves: boolean; readonly certain: boolean };

type Kind = (command: SimpleCommand, args: readonly string[]) => Endless | undefined;

const serves = (shown: string): Endless => ({ shown, serves: true, certain: true });
const watches = (shown: string): Endless => ({ shown, serves: false, certain: true });

/** One that serves when its first words are these. */
const when =
  (...words: readonly string[]): Kind =>
  ({ name }, args) =>
    words.every((word, index) => args[index] === word) ? serves([name, ...words].join(' ')) : undefined;

/** One that serves with any of these subcommands. */
const verbs =
  (...names: readonly string[]): Kind =>
  ({ name }, [verb = '']) =>
    names.includes(verb) ? serves(`${name} ${verb}`) : undefined;

const script: Kind = ({ name }, args) => {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  const task = first === 'run' ? second : name === 'npm' && first !== 'start' ? undefined : first;
  if (task === undefined || !/^(?:start|dev|serve|watch)$/.test(task)) return undefined;
  return { ...serves([name, ...(first === 'run' ? ['run'] : []), task].join(' ')), certain: false };
};

/** Commands by their names. @see the manual of each */
const kinds: Readonly<Record<string, Kind>> = {
  bun: script,
  docker: container,
  'docker-compose': (_, args) => composeUp('docker-compose', args),
  dmesg: ({ name }, args) => (has(args, /^(?:-\w*w\w*|--follow)$/i) ? watches(`${name} -w`) : undefined),
  htop: () => watches('htop'),
  hugo: verbs('server', 'serve'),
  istioctl: (command) =>
    readIstioctl(command)?.verb === 'dashboard' || /^d(?:ash)?$/.test(command.words[0]?.value ?? '')
      ? serves('istioctl dashboard')
      : undefined,
  jekyll: verbs('serve', 's'),
  journalctl: (_, args) => (has(args, /^(?:-\w*f\w*|--follow)$/) ? watches('journalctl -f') : undefined),
  k9s: () => watches('k9s'),
  k: kubectl,
  kubecolor: kubectl,
  kubectl,
  minikube: verbs('tunnel', 'dashboard'),
  mkdocs: when('serve'),
  nerdctl: container,
  next: verbs('dev', 'start'),
  npm: script,
  oc: kubectl,
  ping: (_, args) => (has(args, /^-\w*[cwWoh]/) || args.length === 0 ? undefined : watches('ping')),
  pnpm: script,
  podman: container,
  python: httpServer,
  python3: httpServer,
  skaffold: verbs('dev'),
  sleep: (_, args) => (has(args, /^inf(?:inity)?$/) ? watches('sleep infinity') : undefined),
  stern: (_, args) => (has(args, /^(?:--no-follow|-h|--help|-v|--version)/) ? undefined : watches('stern')),
  tail: (_, args) =>
    has(args, /^(?:-\w*[fF]\w*|--follow(?:=.*)?)$/) && !has(args, /^--pid/) ? watches('tail -f') : undefined,
  tilt: verbs('up'),
  top: (_, args) => (has(args, /^-\w*[bn]/) ? undefined : watches('top')),
  uvicorn: (_, args) => (has(args, /^--(?:help|version)$/) ? undefined : serves('uvicorn')),
  yarn: script,
};

/** Why a command doesn't end by itself; undefined for one that does, and where nothing is known. */
export function endless(command: SimpleCommand): Endless | undefined {
  const watch = command.name === 'watch' || command.via.some(({ name }) => name === 'watch');
  if (watch) return watches('watch');
  const { name = '', words } = command;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  return kind?.(
    command,
    words.map(({ value }) => value),
  );
}

function kubectl(command: SimpleCommand): Endless | undefined {
  const line = readKubectl(command);
  if (!line || line.flags.has('help') || isLimited(line)) return undefined;
  const { verb = '', operands } = line;
  const on = (flag: string) => line.flags.has(flag) && flagValue(line, flag)?.value !== 'false';
  if (verb === 'port-forward' || verb === 'proxy') return serves(`${command.name} ${verb}`);
  if ((verb === 'get' || verb === 'events') && (on('watch') || on('watch-only')))
    return watches(`${command.name} ${verb} --watch`);
  if (verb !== 'logs' || !on('follow')) return undefined;
  const [target = { value: '' }] = operands;
  if (/^jobs?(?:\.batch)?\//.test(target.value)) return undefined;
  const lasting =
    /^(?:deploy|deployments?|ds|daemonsets?|sts|statefulsets?|svc|services?|rs|replicasets?)(?:\.\w+)?\//;
  return { ...watches(`${command.name} logs -f`), certain: lasting.test(target.value) };
}

/** `0` is no limit. */
function isLimited(line: CommandLine): boolean {
  return line.flags.has('request-timeout') && !/^0\D*$/.test(flagValue(line, 'request-timeout')?.value ?? '');
}

function container({ name }: SimpleCommand, args: readonly string[]): Endless | undefined {
  const [verb, ...rest] = args.filter((arg, index) => index > 0 || !arg.startsWith('-'));
  if (verb === 'compose') {
    const up = composeUp(`${name} compose`, rest);
    const follows =
      rest.includes('logs') &&
      has(rest, /^(?:-f|--follow)$/) &&
      !rest.slice(0, rest.indexOf('logs')).includes('-f');
    return up ?? (follows ? { ...watches(`${name} compose logs -f`), certain: false } : undefined);
  }
  if (verb !== 'logs' || !has(rest, /^(?:-\w*f\w*|--follow)$/)) return undefined;
  return { ...watches(`${name} logs -f`), certain: false };
}

function composeUp(shown: string, args: readonly string[]): Endless | undefined {
  const ends = /^(?:-\w*d\w*|--detach|--wait|--no-start|--abort-on-container-.*|--exit-code-from.*|--help)$/;
  const at = args.indexOf('up');
  return at >= 0 && !has(args.slice(at + 1), ends) ? serves(`${shown} up`) : undefined;
}

function httpServer({ name }: SimpleCommand, args: readonly string[]): Endless | undefined {
  return args[0] === '-m' && args[1] === 'http.server' ? serves(`${name} -m http.server`) : undefined;
}

function has(words: readonly string[], form: RegExp): boolean {
  return words.some((word) => form.test(word));
}
