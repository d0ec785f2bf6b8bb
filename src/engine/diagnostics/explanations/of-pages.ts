import { bash, fence, headed, page } from './explanation.ts';

const namespace = ['apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: shop'];
const versionBlock = fence('bash name=version', 'istioctl version');
const east = ['clusters: { CLUSTER1: kind-east }'];

const branching = (step: string): string =>
  [
    '## Look',
    '',
    bash('cat state', `# go to ${step} when: broken`),
    '',
    '## Fix it',
    '',
    bash('echo fixed > state'),
  ].join('\n');

/** About the document: front matter, fences and their options, manifests. */
export const ofPages = {
  'parse/bad-diagram': page({
    means:
      'A `diagram` block needs a title, places with indented things, and arrows between their names. Arrows connect neighbours.',
    why: 'The site could not draw the diagram as it is written.',
    wrong: [
      bash('date'),
      fence('diagram', 'Who asks whom', '', 'you', 'east', '  shop', '', 'you --> shops: HTTP'),
    ].join('\n\n'),
    fixed: [
      bash('date'),
      fence('diagram', 'Who asks whom', '', 'you', 'east', '  shop', '', 'you --> shop: HTTP'),
    ].join('\n\n'),
  }),
  'parse/bad-front-matter': page({
    means:
      'The front matter is neither YAML between two lines of `---` nor TOML between two lines of `+++`, or it does not start on the first line.',
    why: 'All of its settings would be lost: clusters, tools, required runbooks.',
    wrong: headed(['title: Failover: what to expect']),
    fixed: headed(['title: "Failover: what to expect"']),
  }),
  'parse/bad-manifest': page({
    means: 'A `yaml apply` block must contain Kubernetes objects in YAML, each with `apiVersion` and `kind`.',
    why: 'A manifest that a cluster would refuse is reported before the first command runs.',
    wrong: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', 'kind: Namespace', 'metadata:', '  name: shop'),
    ),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace)),
  }),
  'parse/bad-option-value': page({
    means: 'A fence option has an invalid value, or lacks the value it needs.',
    why: 'A wrong guess could skip a block, or let it run forever.',
    wrong: fence('bash timeout=90', 'date'),
    fixed: fence('bash timeout=90s', 'date'),
  }),
  'parse/braces-in-fence': page({
    means:
      'Our options are in braces, as in runme and Pandoc. Write them after the language, separated by spaces. Braces with other words are left to other tools.',
    why: 'Ignoring the braces would ignore your options.',
    wrong: fence('bash {name=verify}', 'date'),
    fixed: fence('bash name=verify', 'date'),
  }),
  'parse/conflicting-options': page({
    means: 'Two options of a fence contradict each other.',
    why: 'Whichever runbook obeyed, the other would surprise you: a cleanup that never runs, or one that waits for a person.',
    wrong: fence('bash cleanup manual', 'kubectl delete namespace shop'),
    fixed: fence('bash cleanup', 'kubectl delete namespace shop'),
  }),
  'parse/duplicate-name': page({
    means: 'Two blocks have the same name, or a block has the name of another step.',
    why: '`--from`, `--only` and links use names, so each name must belong to one block.',
    wrong: [fence('bash name=verify', 'date'), fence('bash name=verify', 'hostname')].join('\n\n'),
    fixed: [fence('bash name=verify', 'date'), fence('bash name=verify-host', 'hostname')].join('\n\n'),
  }),
  'parse/duplicate-option': page({
    means: 'A fence has the same option twice.',
    why: 'Only one can count, and nothing says which.',
    wrong: fence('bash timeout=1m timeout=2m', 'date'),
    fixed: fence('bash timeout=2m', 'date'),
  }),
  'parse/empty-document': page({
    means: 'The file is empty.',
    why: 'A run of nothing would pass.',
    wrong: '\n',
    fixed: ['# What time it is', '', bash('date')].join('\n'),
  }),
  'parse/fence-in-container': page({
    means:
      'A fence in a list item, a tag or between lines of colons is indented by four spaces or more. Some tools read it as a fence; Markdown and GitHub read it as indented code or text. In tabs and admonitions of MkDocs (`=== "Linux"`, `!!! note`) and in components it does run.',
    why: 'It does not run, so a green run says nothing about its commands.',
    wrong: [
      bash('date', '# expect: 20...'),
      '::: details Linux',
      '    ```bash\n    uname\n    ```',
      ':::',
    ].join('\n\n'),
    fixed: [bash('date', '# expect: 20...'), 'On Linux:', bash('uname')].join('\n\n'),
  }),
  'parse/fence-in-html': page({
    means:
      'There is no blank line between an HTML tag and the fence below it, so Markdown reads the fence as HTML.',
    why: 'GitHub shows it as text with backticks, and it does not run.',
    wrong: ['<details>', bash('date'), '</details>', '', bash('hostname')].join('\n'),
    fixed: ['<details>', '', bash('date'), '', '</details>', '', bash('hostname')].join('\n'),
  }),
  'parse/foreign-language': page({
    means:
      'The page has commands in a language that does not run: another shell, Python or JavaScript, or a transcript such as `console`. This is a note, not a mistake.',
    why: 'A green run says nothing about these commands, and readers may not notice. Add `skip` to the fence if that is intended.',
    wrong: [bash('date', '# expect: 20...'), fence('zsh', 'print -P %n')].join('\n\n'),
    fixed: [bash('date', '# expect: 20...'), fence('zsh skip', 'print -P %n')].join('\n\n'),
  }),
  'parse/foreign-option': page({
    means:
      'A word after the language belongs to another tool. It is a warning if runbook has its own option for it, and a note otherwise.',
    why: 'The other tool would run the block in another folder, or expect it to fail. runbook ignores the word.',
    wrong: fence('bash cwd=src', 'ls'),
    fixed: fence('bash dir=src', 'ls'),
  }),
  'parse/glued-options': page({
    means: 'There is no space between the language and an option, so both are read as one unknown language.',
    why: 'The block would be shown, and silently never run.',
    wrong: fence('bash,name=verify', 'date'),
    fixed: fence('bash name=verify', 'date'),
  }),
  'parse/literal-variable': page({
    means:
      'A manifest has a variable of the page that is not written as `${NAME}`. It is applied as it is written.',
    why: 'The object gets these characters instead of the value.',
    wrong: headed(
      [...east, 'env: { APP: shop }'],
      fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: $APP'),
    ),
    fixed: headed(
      [...east, 'env: { APP: shop }'],
      fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: ${APP}'),
    ),
  }),
  'parse/missing-option': page({
    means: 'The fence lacks an option: a cluster for the manifest, or `apply` for options that need it.',
    why: 'Without a cluster, the objects have no destination. Without `apply`, the block is only shown.',
    wrong: fence('yaml apply', ...namespace),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace)),
  }),
  'parse/no-cluster': page({
    means:
      'The page has commands for a cluster, but neither it nor a required page declares one in `clusters:`. This is a note; a run without a target repeats it before it starts.',
    why: 'A run hides your kubeconfig from its commands, except for declared contexts, so a copied page can never touch your clusters. These commands find no API server.',
    wrong: bash('kubectl get pods'),
    fixed: headed(['clusters: { CLUSTER: kind-east }'], bash('kubectl --context $CLUSTER get pods')),
  }),
  'parse/no-runnable-block': page({
    means:
      'The page has no block that runs. `bash`, `sh`, `shell` and `yaml apply` run; all others are only shown.',
    why: 'A run of nothing would pass.',
    wrong: ['# What time it is', '', fence('console', '$ date')].join('\n'),
    fixed: ['# What time it is', '', bash('date')].join('\n'),
  }),
  'parse/no-such-answer': page({
    means:
      'An API server answers `created`, `configured`, `unchanged`, or has a condition such as `Ready=True`. The expectation asks for something else.',
    why: 'It could never pass. Check the output of a command below that command.',
    wrong: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: HTTP 200')),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: created')),
  }),
  'parse/no-such-step': page({
    means:
      '`# go to STEP when: …` names a step that the page does not have, or one that does not come later.',
    why: 'A run that goes back could go round for ever. Commands are repeated with `within`, or in a loop of bash.',
    wrong: branching('repair'),
    fixed: branching('fix-it'),
  }),
  'parse/no-such-object': page({
    means: 'An expectation names an object that is not in its manifest.',
    why: 'Nothing is known about that object, so it cannot be checked.',
    wrong: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: namespace/shp created'),
    ),
    fixed: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: namespace/shop created'),
    ),
  }),
  'parse/shown-value': page({
    means:
      'A comment `<!-- shown by BLOCK: PATTERN -->` stands directly after `code` in the text. It names a block of the page, and the pattern, if there is one, matches exactly that code.',
    why: 'A value that is bound to nothing would never be found wrong.',
    wrong: ['It is version `1.29`<!-- shown by versoin -->.', versionBlock].join('\n\n'),
    fixed: ['It is version `1.29`<!-- shown by version -->.', versionBlock].join('\n\n'),
  }),
  'parse/too-deep': page({
    means: 'Quotes or lists are nested too deeply to read.',
    why: 'No page for people looks like this; the file is probably broken.',
    wrong: `${'>'.repeat(10_000)} deep`,
    fixed: ['> deep', '', bash('date')].join('\n'),
  }),
  'parse/nothing-runs': page({
    means: 'Every block of the page has `skip` or `manual`. This is a note: a page may be for people only.',
    why: 'A run does nothing, and passes.',
    wrong: fence('bash skip', 'date'),
    fixed: bash('date', '# expect: 20...'),
  }),
  'parse/other-spelling': page({
    means:
      'The fence names `bash` in the style of another tool: `{.bash}`, `{bash}`, `.bash`, `shellscript`. Write the language right after the backticks.',
    why: 'The block is only shown, so a green run says nothing about its commands.',
    wrong: [bash('date', '# expect: 20...'), fence('{.bash}', 'uname')].join('\n\n'),
    fixed: [bash('date', '# expect: 20...'), bash('uname')].join('\n\n'),
  }),
  'parse/unclosed-fence': page({
    means: 'A code fence has no closing line, or another fence opens inside it.',
    why: 'Markdown reads everything after it as one block, so prose would run as commands.',
    wrong: ['```bash', 'date', '', 'And then:', '', bash('hostname')].join('\n'),
    fixed: [bash('date'), 'And then:', bash('hostname')].join('\n\n'),
  }),
  'parse/undeclared-interpreter': page({
    means: 'A block with `exec=` uses a tool that is not in `tools:` of the front matter.',
    why: 'Declared tools and their versions are checked before anything runs.',
    wrong: fence('python exec=python3', 'print(1)'),
    fixed: headed(['tools: { python3: ">=3.9" }'], fence('python exec=python3', 'print(1)')),
  }),
  'parse/undeclared-variable': page({
    means:
      'A manifest has `${NAME}`, but the page neither declares nor sets it. Write `$${NAME}` for these characters themselves.',
    why: 'Scripts and templates in manifests have their own variables, and a variable of your shell with the same name would be put there. If it is unset, nothing is applied.',
    wrong: headed(
      east,
      fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: ${APP}'),
    ),
    fixed: headed(
      [...east, 'env: { APP: shop }'],
      fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: ${APP}'),
    ),
  }),
  'parse/unreadable-part': page({
    means:
      'A fence without lines has `file=`, and that file cannot be read. The path starts at the folder of the page and stays in the repository.',
    why: 'The commands in that file would not run.',
    wrong: [bash('date'), fence('bash file=setup.sh')].join('\n\n'),
    fixed: [bash('date'), fence('bash file=setup.sh', 'echo ready')].join('\n\n'),
  }),
  'parse/unknown-key': page({
    means:
      'The front matter has a key that is almost one of ours, or an unknown key below `runbook:`. Other keys belong to other tools.',
    why: 'A misspelled key has no effect: with `cluster:` the page would have no clusters.',
    wrong: headed(['titel: Failover']),
    fixed: headed(['title: Failover']),
  }),
  'parse/unknown-language': page({
    means:
      'The language of a fence is misspelled, or it does not run although its options say that it should.',
    why: 'Such a block would be shown, and silently never run.',
    wrong: [fence('bahs', 'date'), bash('hostname')].join('\n\n'),
    fixed: [bash('date'), bash('hostname')].join('\n\n'),
  }),
  'parse/unknown-option': page({
    means:
      'A word after the language is almost an option, an option of another kind of block, or makes another tool skip the block. Words for renderers (`title=`, `{1,3}`, `wrap`) are fine.',
    why: 'A misspelled option has no effect: with `skp` the block would run.',
    wrong: fence('bash withn=30s', 'date'),
    fixed: fence('bash within=30s', 'date'),
  }),
  'parse/wrong-type': page({
    means:
      'A front matter key has a value of the wrong type: text instead of a list, or a number instead of a duration. On a page with nothing of ours, the key probably belongs to another tool, so it is only a note.',
    why: 'A value that cannot be read has no effect.',
    wrong: headed(['requires: lab0']),
    fixed: headed(['requires: [lab0]']),
  }),
};
