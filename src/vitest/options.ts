/** What the plugin can be told. Plain JSON, since runs take place in other processes. */
export type RunbookOptions = {
  /** Patterns of the pages, from the root of the project; `runbooks/**\/*.md` and `.mdx` if not given. */
  readonly include?: readonly string[];
  /** `auto` takes the clusters that a page declares if the kubeconfig has all of them, else the sandbox. */
  readonly target?: 'auto' | 'sandbox' | 'cluster';
  /** Contexts that cluster variables stand for. */
  readonly clusters?: Readonly<Record<string, string>>;
  /** What to take of several ways: tabs, and blocks with `os=` or `when=`. */
  readonly variants?: Readonly<Record<string, readonly string[]>>;
  /** Values of the inputs that pages declare. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Variables of the sessions. */
  readonly env?: Readonly<Record<string, string>>;
  /** Blocks with `confirm` that may run, by their names; `all`: each of them. */
  readonly confirm?: readonly string[];
  /** Names of variables whose values are masked everywhere, besides those with a telling name. */
  readonly mask?: readonly string[];
  /** Limit of a statement whose page gives none, in milliseconds. */
  readonly timeout?: number;
  /** Go on with the next step after a failure. */
  readonly keepGoing?: boolean;
  /** The sandbox's pace: milliseconds of one unit of its work, or that of a small real cluster. */
  readonly latency?: number | 'realistic';
  /** The bash to run; else the newest on PATH. */
  readonly shell?: string;
};

const targets: readonly unknown[] = ['auto', 'sandbox', 'cluster'];

const names: Readonly<Record<keyof RunbookOptions, true>> = {
  include: true,
  target: true,
  clusters: true,
  variants: true,
  inputs: true,
  env: true,
  confirm: true,
  mask: true,
  timeout: true,
  keepGoing: true,
  latency: true,
  shell: true,
};

/** @throws Error for an option that would be ignored or misread: a wrong target must not become a real cluster. */
export function checkOptions(options: RunbookOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown !== undefined)
    throw new Error(`runbook() has no option \`${unknown}\`; it has ${Object.keys(names).join(', ')}.`);
  const { target = 'auto', timeout } = options;
  if (!targets.includes(target))
    throw new Error(`The \`target\` of runbook() is ${targets.join(', ')}, not \`${String(target)}\`.`);
  if (timeout !== undefined && !(timeout > 0))
    throw new Error('The `timeout` of runbook() is a number of milliseconds above 0.');
}
