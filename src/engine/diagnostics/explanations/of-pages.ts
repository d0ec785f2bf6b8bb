import { bash, fence, headed, page } from './explanation.ts';

const namespace = ['apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: shop'];
const east = ['clusters: { CLUSTER1: kind-east }'];

/** About the document: front matter, fences and their options, manifests. */
export const ofPages = {
  'parse/bad-diagram': page({
    means:
      'A `diagram` block has a title, places with what is in them, indented, and arrows between these names. Arrows join neighbours.',
    why: 'The site would have to leave something out of the picture, or to draw through something else.',
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
      'The head of the page is neither YAML between two lines of `---` nor TOML between two lines of `+++`, or does not begin on its first line.',
    why: 'Everything in it would be lost: which clusters, which tools, which runbooks before.',
    wrong: headed(['title: Failover: what to expect']),
    fixed: headed(['title: "Failover: what to expect"']),
  }),
  'parse/bad-manifest': page({
    means: 'A `yaml apply` block holds Kubernetes objects as YAML, each with `apiVersion` and `kind`.',
    why: 'A manifest that a cluster would refuse is found before the first command runs.',
    wrong: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', 'kind: Namespace', 'metadata:', '  name: shop'),
    ),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace)),
  }),
  'parse/bad-option-value': page({
    means: 'An option of a fence has a value that it does not take, or lacks the one it needs.',
    why: 'Read in another way it could mean that a block is never run, or never ends.',
    wrong: fence('bash timeout=90', 'date'),
    fixed: fence('bash timeout=90s', 'date'),
  }),
  'parse/braces-in-fence': page({
    means:
      'Options of ours stand in braces, as runme and Pandoc have theirs. Here they follow the language, separated by spaces. Braces with other words in them are left to other tools.',
    why: 'GitHub and the site highlight such a block either way; passing over the braces would lose what they say.',
    wrong: fence('bash {name=verify}', 'date'),
    fixed: fence('bash name=verify', 'date'),
  }),
  'parse/conflicting-options': page({
    means: 'Two options of a fence contradict each other.',
    why: 'Whichever were obeyed, somebody would be surprised: by a cleanup that never runs, or by one that waits for a person.',
    wrong: fence('bash cleanup manual', 'kubectl delete namespace shop'),
    fixed: fence('bash cleanup', 'kubectl delete namespace shop'),
  }),
  'parse/duplicate-name': page({
    means: 'Two blocks have one name, or a block has the address of another step.',
    why: 'Names are addresses, for `--from`, `--only` and links, so that each belongs to one block.',
    wrong: [fence('bash name=verify', 'date'), fence('bash name=verify', 'hostname')].join('\n\n'),
    fixed: [fence('bash name=verify', 'date'), fence('bash name=verify-host', 'hostname')].join('\n\n'),
  }),
  'parse/duplicate-option': page({
    means: 'An option of a fence is given twice.',
    why: 'Only one of them could count, and nothing says which.',
    wrong: fence('bash timeout=1m timeout=2m', 'date'),
    fixed: fence('bash timeout=2m', 'date'),
  }),
  'parse/empty-document': page({
    means: 'The file has no text in it.',
    why: 'A run of nothing would pass.',
    wrong: '\n',
    fixed: ['# What time it is', '', bash('date')].join('\n'),
  }),
  'parse/fence-in-container': page({
    means:
      'A fence stands in a list item, a tag or between lines of colons, indented by four spaces or more. Some tools read a fence there; Markdown, and GitHub, read indented code or text. In tabs and admonitions of MkDocs (`=== "Linux"`, `!!! note`) and in components it is read.',
    why: 'It does not run, so that nothing is known of its commands when the page passes.',
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
      'No blank line stands between an HTML tag and the fence below it, so that Markdown takes the fence for a part of the HTML.',
    why: 'GitHub shows it as text with backticks, and it does not run.',
    wrong: ['<details>', bash('date'), '</details>', '', bash('hostname')].join('\n'),
    fixed: ['<details>', '', bash('date'), '', '</details>', '', bash('hostname')].join('\n'),
  }),
  'parse/foreign-language': page({
    means:
      'The page has commands in a language that is only shown: another shell, a script in Python or JavaScript, a transcript such as `console`. It is a note: nothing is wrong with that.',
    why: 'A green run says nothing of them, and a reader of the page may think so. `skip` in the info string says that it is meant.',
    wrong: [bash('date', '# expect: 20...'), fence('zsh', 'print -P %n')].join('\n\n'),
    fixed: [bash('date', '# expect: 20...'), fence('zsh skip', 'print -P %n')].join('\n\n'),
  }),
  'parse/foreign-option': page({
    means:
      'A word behind the language is read by another tool and not here. It is a warning where that tool means something by it that is written in another way here, and otherwise a note.',
    why: 'A block that another tool runs in another folder, or expects to fail, runs here as if the word were not there.',
    wrong: fence('bash cwd=src', 'ls'),
    fixed: fence('bash dir=src', 'ls'),
  }),
  'parse/glued-options': page({
    means:
      'No space stands between the language and an option: the whole is read as one language, which no one knows.',
    why: 'The block would be shown like any other and silently never run.',
    wrong: fence('bash,name=verify', 'date'),
    fixed: fence('bash name=verify', 'date'),
  }),
  'parse/literal-variable': page({
    means:
      'A manifest to apply has a variable of the page in it that is not written `${NAME}`. It is applied as it is written.',
    why: 'The object gets these very characters in place of the value.',
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
    means:
      'An option is needed that the fence does not have: a cluster for the manifest, or `apply` for options that belong to it.',
    why: 'Without a cluster nothing says where the objects are to go; without `apply` the block is only shown.',
    wrong: fence('yaml apply', ...namespace),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace)),
  }),
  'parse/no-cluster': page({
    means:
      'The page has commands for a cluster, and neither it nor a page that it requires declares one under `clusters:`. It is a note, which a run without a target repeats before it begins.',
    why: 'A run hides your kubeconfig from its commands, but for the contexts that pages declare: a page that was copied from elsewhere touches no cluster of yours. So these commands find no API server.',
    wrong: bash('kubectl get pods'),
    fixed: headed(['clusters: { CLUSTER: kind-east }'], bash('kubectl --context $CLUSTER get pods')),
  }),
  'parse/no-runnable-block': page({
    means:
      'The page has no block that runs. `bash`, `sh` and `shell` do, and `yaml apply`; all others are only shown.',
    why: 'A run of nothing would pass.',
    wrong: ['# What time it is', '', fence('console', '$ date')].join('\n'),
    fixed: ['# What time it is', '', bash('date')].join('\n'),
  }),
  'parse/no-such-answer': page({
    means:
      'What an API server answers for a manifest is `created`, `configured`, `unchanged`, or a condition such as `Ready=True`. The expectation asks for something else.',
    why: 'It could never be met. What a command prints is checked below that command.',
    wrong: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: HTTP 200')),
    fixed: headed(east, fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: created')),
  }),
  'parse/no-such-object': page({
    means: 'An expectation names an object by kind and name, and its manifest has no such object.',
    why: 'Nothing would be known about it, so that the check could not be made.',
    wrong: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: namespace/shp created'),
    ),
    fixed: headed(
      east,
      fence('yaml apply cluster=$CLUSTER1', ...namespace, '# expect: namespace/shop created'),
    ),
  }),
  'parse/too-deep': page({
    means: 'Quotes or lists are nested so deeply, by the thousand, that they cannot be read.',
    why: 'No page for people looks like this; it is most likely a broken file.',
    wrong: `${'>'.repeat(10_000)} deep`,
    fixed: ['> deep', '', bash('date')].join('\n'),
  }),
  'parse/nothing-runs': page({
    means: 'Every block of the page has `skip` or `manual`. It is a note: a page may be for people alone.',
    why: 'A run of it does nothing, and passes.',
    wrong: fence('bash skip', 'date'),
    fixed: bash('date', '# expect: 20...'),
  }),
  'parse/other-spelling': page({
    means:
      'The fence names `bash` as another tool has it: `{.bash}`, `{bash}`, `.bash`, `shellscript`. Here the language stands right behind the marks.',
    why: 'The block is only shown, so that nothing is known of its commands when the page passes.',
    wrong: [bash('date', '# expect: 20...'), fence('{.bash}', 'uname')].join('\n\n'),
    fixed: [bash('date', '# expect: 20...'), bash('uname')].join('\n\n'),
  }),
  'parse/unclosed-fence': page({
    means: 'A code fence has no closing line, or another fence opens inside it.',
    why: 'Markdown makes one block of all that follows: prose would run as commands.',
    wrong: ['```bash', 'date', '', 'And then:', '', bash('hostname')].join('\n'),
    fixed: [bash('date'), 'And then:', bash('hostname')].join('\n\n'),
  }),
  'parse/undeclared-interpreter': page({
    means: 'A block with `exec=` is run by a tool that does not stand under `tools:` in the front matter.',
    why: 'Tools that a page declares are looked for before anything runs, in a version that will do.',
    wrong: fence('python exec=python3', 'print(1)'),
    fixed: headed(['tools: { python3: ">=3.9" }'], fence('python exec=python3', 'print(1)')),
  }),
  'parse/undeclared-variable': page({
    means:
      'A manifest to apply has `${NAME}` in it, and the page neither declares it nor sets it in a command. `$${NAME}` stands for the characters themselves.',
    why: 'Scripts and templates in manifests have variables of their own: the value of one with the same name in your shell would be put there. Without any value the manifest is not applied.',
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
      'A fence without lines has `file=` with a path from the folder of the page, and nothing can be read there. Nothing outside of the repository is read.',
    why: 'The commands in that file would not be run.',
    wrong: [bash('date'), fence('bash file=setup.sh')].join('\n\n'),
    fixed: [bash('date'), fence('bash file=setup.sh', 'echo ready')].join('\n\n'),
  }),
  'parse/unknown-key': page({
    means:
      'The front matter has a key that is nearly one of ours, or one below `runbook:` that is none. Other keys are those of other tools.',
    why: 'A misspelt key is one that is not obeyed: `cluster:` would leave the page without its clusters.',
    wrong: headed(['titel: Failover']),
    fixed: headed(['title: Failover']),
  }),
  'parse/unknown-language': page({
    means:
      'The language of a fence is misspelt, or is not one that runs although the options say that it should.',
    why: 'A block in a language that does not run is shown and left out, without a word.',
    wrong: [fence('bahs', 'date'), bash('hostname')].join('\n\n'),
    fixed: [bash('date'), bash('hostname')].join('\n\n'),
  }),
  'parse/unknown-option': page({
    means:
      'A word behind the language is nearly an option of such a block, or one of another kind of block, or leaves the block out in another tool. What renderers read (`title=`, `{1,3}`, `wrap`) is left to them.',
    why: 'A misspelt option is one that is not obeyed: `skp` would run the block.',
    wrong: fence('bash withn=30s', 'date'),
    fixed: fence('bash within=30s', 'date'),
  }),
  'parse/wrong-type': page({
    means:
      'A key of the front matter has a value of another type than it takes: a text in place of a list, a number in place of a duration. On a page without anything that only a runbook has it is taken for a key of another tool, and is a note.',
    why: 'What cannot be read is not obeyed.',
    wrong: headed(['requires: lab0']),
    fixed: headed(['requires: [lab0]']),
  }),
};
