/** Options that other tools read in a fence, and how the same is said here, as a hint. */
const foreignOptions: Readonly<Record<string, string>> = {
  background: 'End the command in `&`.',
  cwd: 'Write `dir=…`.',
  env: 'Set the variable in a command, or under `env:` in the front matter.',
  excludefromrunall: 'Write `skip`.',
  'exclude-from-run-all': 'Write `skip`.',
  exit: 'Write `# expect exit: …` below the command.',
  expect: 'Write `# expect: …` below the command.',
  expecterror: 'Write `# expect exit: nonzero` below the command.',
  hidden: 'Every command is shown: put the preparation into a block of its own.',
  hook: 'Write `# expect` lines below the command.',
  hooktimeout: 'Write `timeout=…`.',
  id: 'Write `name=…`.',
  ignore: 'Write `skip`.',
  interactive: 'Write `tty` for a terminal, or `manual` for a person.',
  'no-run': 'Write `skip`.',
  no_run: 'Write `skip`.',
  norun: 'Write `skip`.',
  'norun-workshop': 'Write `skip`.',
  optional: 'Write `|| true` behind the command.',
  retries: 'Write `within=…`: for how long a check may be repeated.',
  retry: 'Write `within=…`: for how long a check may be repeated.',
  run: 'A `bash` block runs by itself: remove it.',
  test: 'For a block that is not to run write `skip`; otherwise remove it.',
  setup: 'A `bash` block runs by itself, in its place: remove it.',
  teardown: 'Write `cleanup`.',
  wait: 'Write `within=…` to repeat a check, or `# wait: …` below a command that ends in `&`.',
  workdir: 'Write `dir=…`.',
};

/** How to say here what an option of another tool says; undefined for unknown ones. */
export function hintForForeign(option: string): string | undefined {
  const key = option.toLowerCase();
  return Object.hasOwn(foreignOptions, key) ? foreignOptions[key] : undefined;
}

/** Words by which another tool leaves a block out: to run it would be what its author did not want. */
const notRun: ReadonlySet<string> = new Set(
  'exclude-from-run-all excludefromrunall ignore no-run no_run norun norun-workshop'.split(' '),
);

/** Whether an option of another tool says that a block doesn't run. */
export function isNotRun(option: string): boolean {
  return notRun.has(option.toLowerCase());
}

/** The keys in the braces of a fence: `{cwd=src}`, `{"name": "verify"}`, `{linenos=table,hl_lines=[1]}`, not `{.class}`. */
export function braceKeys(inner: string): readonly string[] {
  return [...inner.matchAll(/(?:^|[\s,{])["']?([A-Za-z][\w-]*)["']?\s*(?:[=:]|(?=[\s,]|$))/g)].flatMap(
    ([, key]) => key ?? [],
  );
}
