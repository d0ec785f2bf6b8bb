/** What each key of the front matter does, what counts without it, and what goes before it; as Markdown. */
export const frontMatterDetails: Readonly<Record<string, string>> = {
  title:
    'Names the page in lists, reports and on the site. Without it the first `#` heading does, else the name of the file.',
  description: 'Stands in `runbook list`, on the site and in its search results. Without it nothing does.',
  requires:
    'These run first, in this order, each with what it requires itself, and each in a shell of its own: of their variables nothing is left. A page that several require runs once. One whose `ready` command succeeds is skipped. Without it the page runs alone.',
  ready:
    'Asked of a page that another one requires, not of a page that you name: exit status 0 means that its result is there. Without it the required page always runs.',
  clusters:
    'Each name becomes a variable whose value is the context, and the kubeconfig of the run has these contexts and no others. A context comes from `--cluster NAME=context`, else from the environment variable of that name, else from `runbook.config.yaml`, else from here. The first cluster is where `needs` are looked up. Without it the page has no cluster: it runs on this machine, and `kubectl` finds none.',
  env: 'Set before the first command. One value is a default: a variable of that name in your own environment goes before it. `{ sandbox: …, cluster: … }` gives a value for one target each, which your environment doesn’t change. `--env NAME=value` goes before both.',
  inputs:
    'Values that whoever runs the page gives: `--set NAME=value`, else `RUNBOOK_INPUT_NAME`, else the file of `--inputs`, else an answer at the terminal, else `default`. A missing or wrong one stops the run before its first command. [More about inputs](../guide/write.md#inputs).',
  tools:
    'Looked for on PATH before the first command. A range is one or more of `>=1.28`, `<2`, `^1.28`, `~1.28.3`, `1.28 || 1.30`, with blanks between those that must all hold; `*` takes any version. Without it a missing tool fails where it is first used.',
  needs:
    'Looked up before the first command, in any namespace of the first cluster, as `resource/name`. Everything that is missing is told at once, with exit code 3.',
  secrets:
    'Each must be set in your environment. Its value, also in base64 and URL encoding, is masked in output, reports and records. Variables named like a secret (`*_TOKEN`, `*_PASSWORD`, `*_KEY`, `*_SECRET`) are masked without it.',
  opaque:
    'Images that aren’t simulated and match run on the sandbox as containers of which nothing is known; others fail. Without it any image may. Clusters don’t look at it.',
  timeout:
    'The limit of each statement of the page. `timeout=` of a fence goes before it, and `--timeout` replaces it. Without any of these it is 2 minutes. What takes longer is ended with everything that it started, and fails.',
  within:
    'How long expectations are repeated that have no `within` of their own, where repeating makes sense: it isn’t done to commands that change something. `within=` of an `output` or `yaml assert` fence and `within` of an expectation go before it. Without it a command runs once.',
};
