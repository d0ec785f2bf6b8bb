import { bash, fence, headed, page } from './explanation.ts';

/** About `# expect` and `# wait` lines: how they are written, and whether they check anything. */
export const ofExpectations = {
  'parse/arrow-comment': page({
    means:
      'A comment starts with an arrow and says what a reader should see. Nothing compares it with the output.',
    why: 'Readers trust such a line. As an expectation, it is checked in every run.',
    wrong: bash('curl -s http://localhost:8080/', '# → HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/bad-duration': page({
    means: '`within` and `for` need a duration: a whole number with `ms`, `s`, `m` or `h`, at most one day.',
    why: 'A bare number could mean seconds or minutes.',
    wrong: bash('kubectl get pods', '# expect within 30: Running'),
    fixed: bash('kubectl get pods', '# expect within 30s: Running'),
  }),
  'parse/bad-exit-status': page({
    means: '`# expect exit:` takes a status from 0 to 255, `nonzero`, or `any`.',
    why: 'A shell command cannot exit with any other status.',
    wrong: bash('grep -q star page.html', '# expect exit: one'),
    fixed: bash('grep -q star page.html', '# expect exit: 1'),
  }),
  'parse/bad-json': page({
    means:
      'A `json output` fence contains one JSON document. `"..."` matches any value, or any items of a list.',
    why: 'Invalid JSON could never match the output.',
    wrong: [bash('kubectl get pods -o json'), fence('json output', "{ 'kind': 'List' }")].join('\n\n'),
    fixed: [bash('kubectl get pods -o json'), fence('json output', '{ "kind": "List" }')].join('\n\n'),
  }),
  'parse/bad-json-path': page({
    means:
      'A JSON path starts with a dot: `.status.phase`, `.items[0].kind`, `.items[*].kind`. A value follows after ` = `.',
    why: 'The path language is small on purpose. For more, use `jq -e`: its exit status counts.',
    wrong: bash('kubectl get pods -o json', '# expect json: items[0].kind = Pod'),
    fixed: bash('kubectl get pods -o json', '# expect json: .items[0].kind = Pod'),
  }),
  'parse/bad-regex': page({
    means: 'The text after `regex` is not a valid JavaScript regular expression.',
    why: 'An invalid expression would never match.',
    wrong: bash('kubectl version', '# expect regex: v1\\.3[0-9'),
    fixed: bash('kubectl version', '# expect regex: v1\\.3[0-9]'),
  }),
  'parse/bad-wait': page({
    means:
      'A `# wait` line says when a background command is ready: `port N`, `http URL` or `log TEXT`. Variables need braces: `port ${PORT}`.',
    why: 'The commands below start as soon as it is ready.',
    wrong: bash('python3 -m http.server 8000 &', '# wait: 8000'),
    fixed: bash('python3 -m http.server 8000 &', '# wait: port 8000'),
  }),
  'parse/cannot-fail': page({
    means: 'Every output meets this expectation, even an empty one.',
    why: 'It would count as a passed check although nothing was checked.',
    wrong: bash('kubectl get pods', '# expect regex: .*'),
    fixed: bash('kubectl get pods', '# expect regex: ^web-.*Running'),
  }),
  'parse/conflicting-expectations': page({
    means: 'Several expectations check the same output, and no output can meet all of them.',
    why: 'The run would always fail. Often a command between them is missing.',
    wrong: bash('curl -s http://localhost:8080/', '# expect: no output', '# expect: welcome'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: welcome'),
  }),
  'parse/conflicting-words': page({
    means: 'Two words before the colon contradict each other, or one is there twice.',
    why: 'An expectation has one kind of match, one stream and one time.',
    wrong: bash('kubectl get pods', '# expect row exact: web 1/1'),
    fixed: bash('kubectl get pods', '# expect row: web 1/1'),
  }),
  'parse/duplicate-expectation': page({
    means: 'The same check is there twice. Both look at the same output, so the second adds nothing.',
    why: 'Usually the second was meant for another text, or for the next command.',
    wrong: bash('kubectl get nodes', '# expect: Ready', '# expect: Ready'),
    fixed: bash('kubectl get nodes', '# expect: Ready', '# expect: control-plane'),
  }),
  'parse/duplicate-output': page({
    means: 'Two `output` fences follow one block, and both look at the same stream.',
    why: 'Usually the second was meant for another block, which is missing.',
    wrong: [bash('date', 'hostname'), fence('output', '... 2026'), fence('output', 'web-1')].join('\n\n'),
    fixed: [bash('date', 'hostname'), fence('output', '... 2026', 'web-1')].join('\n\n'),
  }),
  'parse/empty-expectation': page({
    means: 'There is nothing to look for after the colon, or only a note.',
    why: 'Every output contains an empty text. To check that a command is silent, write `no output`.',
    wrong: bash('grep error log', '# expect:'),
    fixed: bash('grep error log', '# expect: no output'),
  }),
  'parse/empty-output': page({
    means: 'An `output` fence is empty. `runbook exec FILE --update` fills in what the command prints.',
    why: 'Every output contains an empty text, so an empty fence checks nothing.',
    wrong: [bash('uname -s'), fence('output', '')].join('\n\n'),
    fixed: [bash('uname -s'), fence('output', 'Linux')].join('\n\n'),
  }),
  'parse/expectation-in-data': page({
    means: 'The line is inside a here-document, quoted text or a manifest field, so it is data.',
    why: 'It reads like a check, but checks nothing. If it is meant as data, ignore this.',
    wrong: bash("cat > note.txt <<'END'", 'hello', '# expect: hello', 'END'),
    fixed: bash("cat > note.txt <<'END'", 'hello', 'END', 'cat note.txt', '# expect: hello'),
  }),
  'parse/impossible-expectation': page({
    means: 'No command can ever exit, or print, in a way that meets this.',
    why: 'The run would always fail.',
    wrong: bash('date', '# expect not exit: any'),
    fixed: bash('date', '# expect exit: 0'),
  }),
  'parse/inert-expectation': page({
    means:
      'The expectation is in a block that is only shown, in a comment of the page, or in its prose, where Markdown reads it as a heading.',
    why: 'Nothing runs there, so nothing is checked.',
    wrong: [bash('date'), fence('console', 'kubectl get pods', '# expect: Running')].join('\n\n'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/lookalike-expectation': page({
    means:
      'A comment looks like an expectation, but is none: another form of the word, no colon, an extra space, or a lookalike character.',
    why: 'A comment checks nothing, so the page would make a promise that nobody verifies.',
    wrong: bash('curl -s http://localhost:8080/', '# Expected output: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/misplaced-expectation': page({
    means:
      'The expectation is inside a command (a loop, a function, a continued line) or among the fields of a manifest.',
    why: 'A command is checked when it has ended; in the middle there is no output yet.',
    wrong: bash('for name in web db; do', '  kubectl get pod $name', '  # expect: Running', 'done'),
    fixed: bash('for name in web db; do', '  kubectl get pod $name', 'done', '# expect: Running'),
  }),
  'parse/misplaced-wait': page({
    means: 'A `# wait` line must be directly below the background command that it waits for.',
    why: 'A foreground command has already ended, so there is nothing to wait for.',
    wrong: bash('python3 -m http.server 8000 &', 'date', '# wait: port 8000'),
    fixed: bash('python3 -m http.server 8000 &', '# wait: port 8000', 'date'),
  }),
  'parse/nothing-above': page({
    means:
      'An expectation checks the commands above it in its block, but there are none, or only background commands.',
    why: "Blocks are separate: check a block's output in that block. A background command has its own log.",
    wrong: bash('# expect: Running', 'kubectl get pods'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/nothing-to-repeat': page({
    means:
      '`within` repeats the last command above, but that command only changes the shell or its jobs: `kill`, `export`, `cd`, an assignment.',
    why: 'Repeating it shows nothing new, so waiting does not help.',
    wrong: bash('curl -s http://localhost:8080/', 'kill %1', '# expect within 30s: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect within 30s: HTTP 200', 'kill %1'),
  }),
  'parse/pasting-hazard': page({
    means:
      'zsh, the default shell of macOS, runs pasted comments as commands, and this comment has a character with a meaning there.',
    why: 'Pasting the block may create a file, run part of the line, or leave a quote open.',
    wrong: bash('kubectl get pods', '# expect: web > 1/1'),
    fixed: bash('kubectl get pods', '# expect: "web > 1/1"'),
  }),
  'parse/repeats-side-effects': page({
    means: '`within` would repeat a command that creates or deletes something each time.',
    why: 'The second time, it fails or creates too much.',
    wrong: bash('kubectl create namespace shop', '# expect within 30s: created'),
    fixed: bash(
      'kubectl create namespace shop',
      '# expect: created',
      'kubectl get namespace shop',
      '# expect within 30s: Active',
    ),
  }),
  'parse/shown-status': page({
    means:
      'A command prints `$?` and a check looks for a status in it, but the command before must succeed like any other.',
    why: 'The page fails at that command, whatever the check says.',
    wrong: bash('ls /nope; echo "status $?"', '# expect: status 2'),
    fixed: bash('ls /nope', '# expect exit: 2'),
  }),
  'parse/taken-literally': page({
    means:
      'The text uses a notation of another tool: a regular expression, `*`, `$NAME`, other quotes. Here these characters are literal.',
    why: 'Patterns are plain text, so that you can copy most output as it is. Only `...`, `x` in an address, `${NAME}` and a status class have a meaning.',
    wrong: bash('kubectl get pods', '# expect: web-* Running'),
    fixed: bash('kubectl get pods', '# expect: web-... Running'),
  }),
  'parse/trailing-expectation': page({
    means: 'The expectation is on the same line as a command.',
    why: 'Expectations are separate lines, so that readers can copy a command without them.',
    wrong: bash('curl -s http://localhost:8080/  # expect: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/unknown-word': page({
    means:
      'Only known words can stand before the colon: a kind of match, `not`, `stdout`, `stderr`, `within`, `for`. Text goes after it.',
    why: 'Ignoring an unknown word could change what is checked.',
    wrong: bash('kubectl get pods', '# expect contains: Running'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/weak-expectation': page({
    means: 'Almost any output meets this, or the command may exit in any way.',
    why: 'It counts as a passed check, but checks next to nothing. `# expect not: no output` says clearly that something must be printed.',
    wrong: bash('kubectl get pods', '# expect: ...'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/words-after-colon': page({
    means: 'A word such as `exit` is after the colon, where everything is text to look for.',
    why: 'The output would have to contain `exit 1`. If that is what you mean, put the text in double quotes.',
    wrong: bash('grep -q star page.html', '# expect: exit 1'),
    fixed: bash('grep -q star page.html', '# expect exit: 1'),
  }),
  'parse/unknown-cluster': page({
    means: 'A block names a cluster variable that is not in `clusters:` of the front matter.',
    why: 'A run only touches declared clusters.',
    wrong: headed(
      ['clusters: { CLUSTER1: kind-east }'],
      fence('yaml apply cluster=$CLUSTER2', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: shop'),
    ),
    fixed: headed(
      ['clusters: { CLUSTER1: kind-east, CLUSTER2: kind-west }'],
      fence('yaml apply cluster=$CLUSTER2', 'apiVersion: v1', 'kind: Namespace', 'metadata:', '  name: shop'),
    ),
  }),
};
