import { bash, fence, headed, page } from './explanation.ts';

/** About `# expect` and `# wait` lines: how they are written, and whether they check anything. */
export const ofExpectations = {
  'parse/arrow-comment': page({
    means:
      'A comment begins with an arrow and says what a reader should see. Nothing compares it with the output.',
    why: 'Readers take such a line for a promise. Written as an expectation it is kept, or the run fails.',
    wrong: bash('curl -s http://localhost:8080/', '# → HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/bad-duration': page({
    means:
      'What stands behind `within` or `for` is no duration: a whole number with `ms`, `s`, `m` or `h`, at most a day.',
    why: 'A bare number could be seconds or minutes, and a guess would be wrong for somebody.',
    wrong: bash('kubectl get pods', '# expect within 30: Running'),
    fixed: bash('kubectl get pods', '# expect within 30s: Running'),
  }),
  'parse/bad-exit-status': page({
    means: '`# expect exit:` takes a status from 0 to 255, `nonzero`, or `any`.',
    why: 'A command of a shell can end in no other way.',
    wrong: bash('grep -q star page.html', '# expect exit: one'),
    fixed: bash('grep -q star page.html', '# expect exit: 1'),
  }),
  'parse/bad-json': page({
    means:
      'A `json output` fence holds one JSON document, in which `"..."` stands for any value, or for any items of a list.',
    why: 'What is no JSON could never equal the output.',
    wrong: [bash('kubectl get pods -o json'), fence('json output', "{ 'kind': 'List' }")].join('\n\n'),
    fixed: [bash('kubectl get pods -o json'), fence('json output', '{ "kind": "List" }')].join('\n\n'),
  }),
  'parse/bad-json-path': page({
    means:
      'A path into JSON begins with a dot: `.status.phase`, `.items[0].kind`, `.items[*].kind`. A value follows behind ` = `.',
    why: 'It is a small language on purpose. What it cannot say, `jq -e` can, and its exit status counts.',
    wrong: bash('kubectl get pods -o json', '# expect json: items[0].kind = Pod'),
    fixed: bash('kubectl get pods -o json', '# expect json: .items[0].kind = Pod'),
  }),
  'parse/bad-regex': page({
    means: 'The text behind `regex` is no regular expression of JavaScript, without flags.',
    why: 'An expression that cannot be read would match nothing, for ever.',
    wrong: bash('kubectl version', '# expect regex: v1\\.3[0-9'),
    fixed: bash('kubectl version', '# expect regex: v1\\.3[0-9]'),
  }),
  'parse/bad-wait': page({
    means:
      'A `# wait` line says what makes a background command ready: `port N`, `http URL` or `log TEXT`. Variables stand in braces in them: `port ${PORT}`.',
    why: 'The commands below go on as soon as it is ready, and not a moment before.',
    wrong: bash('python3 -m http.server 8000 &', '# wait: 8000'),
    fixed: bash('python3 -m http.server 8000 &', '# wait: port 8000'),
  }),
  'parse/cannot-fail': page({
    means: 'The expectation is met by every output, and by none at all.',
    why: 'It would be counted as a check that passed although nothing was checked.',
    wrong: bash('kubectl get pods', '# expect regex: .*'),
    fixed: bash('kubectl get pods', '# expect regex: ^web-.*Running'),
  }),
  'parse/conflicting-expectations': page({
    means: 'Several expectations of one group judge the same output, and no output meets all of them.',
    why: 'The run would fail whatever happens. Often a command between the two was lost.',
    wrong: bash('curl -s http://localhost:8080/', '# expect: no output', '# expect: welcome'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: welcome'),
  }),
  'parse/conflicting-words': page({
    means: 'Two words before the colon exclude each other, or one stands twice.',
    why: 'An expectation has one kind of match, one stream, and one time.',
    wrong: bash('kubectl get pods', '# expect row exact: web 1/1'),
    fixed: bash('kubectl get pods', '# expect row: web 1/1'),
  }),
  'parse/duplicate-expectation': page({
    means:
      'The same check stands twice in a group. Both look at the same output, so the second says nothing new.',
    why: 'Most often the second was meant for another text, or for the next command.',
    wrong: bash('kubectl get nodes', '# expect: Ready', '# expect: Ready'),
    fixed: bash('kubectl get nodes', '# expect: Ready', '# expect: control-plane'),
  }),
  'parse/duplicate-output': page({
    means: 'Two fences of expected output follow one block, and both look at the same stream.',
    why: 'They would be two checks of one text, where most often the second was meant for a block that is missing.',
    wrong: [bash('date', 'hostname'), fence('output', '... 2026'), fence('output', 'web-1')].join('\n\n'),
    fixed: [bash('date', 'hostname'), fence('output', '... 2026', 'web-1')].join('\n\n'),
  }),
  'parse/empty-expectation': page({
    means: 'Nothing to look for stands behind the colon, or only a note for readers.',
    why: 'Any output has nothing in it. That a command stays silent is said in words.',
    wrong: bash('grep error log', '# expect:'),
    fixed: bash('grep error log', '# expect: no output'),
  }),
  'parse/empty-output': page({
    means:
      'An `output` fence has no lines yet. `runbook exec FILE --update` writes what the command prints into it.',
    why: 'Any output has nothing in it, so an empty fence checks nothing.',
    wrong: [bash('uname -s'), fence('output', '')].join('\n\n'),
    fixed: [bash('uname -s'), fence('output', 'Linux')].join('\n\n'),
  }),
  'parse/expectation-in-data': page({
    means:
      'The line stands inside a here-document, a quoted text or a field of a manifest: it is handed on as data.',
    why: 'It reads like a check and is none. If it is meant to be data, all is well.',
    wrong: bash("cat > note.txt <<'END'", 'hello', '# expect: hello', 'END'),
    fixed: bash("cat > note.txt <<'END'", 'hello', 'END', 'cat note.txt', '# expect: hello'),
  }),
  'parse/impossible-expectation': page({
    means: 'No command could ever end, or print, in a way that meets this.',
    why: 'The run would fail for a reason that has nothing to do with what it runs.',
    wrong: bash('date', '# expect not exit: any'),
    fixed: bash('date', '# expect exit: 0'),
  }),
  'parse/inert-expectation': page({
    means:
      'The expectation stands in a block that is only shown, in a comment of the page, or in its text, where Markdown makes a heading of it.',
    why: 'Nothing runs there, so nothing is checked, and the run passes all the same.',
    wrong: [bash('date'), fence('console', 'kubectl get pods', '# expect: Running')].join('\n\n'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/lookalike-expectation': page({
    means:
      'A line begins like an expectation, but is none: another form of the word, no colon, a blank too many, or a character that only looks right.',
    why: 'A comment is no check. The page would promise something that nobody ever looks at.',
    wrong: bash('curl -s http://localhost:8080/', '# Expected output: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/misplaced-expectation': page({
    means:
      'The expectation stands inside a command (a loop, a function, a continued line) or among the fields of a manifest.',
    why: 'A command is judged when it has ended. In its middle there is no output to look at.',
    wrong: bash('for name in web db; do', '  kubectl get pod $name', '  # expect: Running', 'done'),
    fixed: bash('for name in web db; do', '  kubectl get pod $name', 'done', '# expect: Running'),
  }),
  'parse/misplaced-wait': page({
    means: 'A `# wait` line belongs directly below the command in the background that it waits for.',
    why: 'A command in the foreground has ended by then: there is nothing to wait for.',
    wrong: bash('python3 -m http.server 8000 &', 'date', '# wait: port 8000'),
    fixed: bash('python3 -m http.server 8000 &', '# wait: port 8000', 'date'),
  }),
  'parse/nothing-above': page({
    means:
      'An expectation judges the commands above it in its block, and there is none, or only one in the background.',
    why: 'Blocks are apart: what a block above printed is judged there. A background command has a log of its own.',
    wrong: bash('# expect: Running', 'kubectl get pods'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/nothing-to-repeat': page({
    means:
      '`within` repeats the last command above, and that one changes the shell or its jobs: `kill`, `export`, `cd`, an assignment.',
    why: 'Repeating it shows nothing new, so waiting would not help.',
    wrong: bash('curl -s http://localhost:8080/', 'kill %1', '# expect within 30s: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect within 30s: HTTP 200', 'kill %1'),
  }),
  'parse/pasting-hazard': page({
    means:
      'zsh, the shell of macOS, runs pasted comments as commands by default, and this one has a character that then does something.',
    why: 'A reader who pastes the block may create a file, run a part of the line, or be caught in an open quote.',
    wrong: bash('kubectl get pods', '# expect: web > 1/1'),
    fixed: bash('kubectl get pods', '# expect: "web > 1/1"'),
  }),
  'parse/repeats-side-effects': page({
    means: '`within` would run a command again and again that makes or removes something each time.',
    why: 'From the second time on it fails, or makes more than was meant.',
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
      'A command prints `$?` and a check looks for a status in it, while the command before has to succeed like every other.',
    why: 'The page fails with the command before, whatever the check says.',
    wrong: bash('ls /nope; echo "status $?"', '# expect: status 2'),
    fixed: bash('ls /nope', '# expect exit: 2'),
  }),
  'parse/taken-literally': page({
    means:
      'The text has a notation of another tool: a regular expression, `*`, `$NAME`, other quotes. Here these are characters that the output must have.',
    why: 'Patterns are plain text, so that most output can be copied as it is. Only `...`, `x` in an address, `${NAME}` and a status class stand for something else.',
    wrong: bash('kubectl get pods', '# expect: web-* Running'),
    fixed: bash('kubectl get pods', '# expect: web-... Running'),
  }),
  'parse/trailing-expectation': page({
    means: 'The expectation stands on the same line as a command.',
    why: 'Expectations are lines of their own, so that a command can be copied without them.',
    wrong: bash('curl -s http://localhost:8080/  # expect: HTTP 200'),
    fixed: bash('curl -s http://localhost:8080/', '# expect: HTTP 200'),
  }),
  'parse/unknown-word': page({
    means:
      'Before the colon stand words of the grammar alone: a kind of match, `not`, `stdout`, `stderr`, `within`, `for`. Text goes behind it.',
    why: 'A word that nobody knows could change what is checked, so that none is passed over.',
    wrong: bash('kubectl get pods', '# expect contains: Running'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/weak-expectation': page({
    means:
      'Any output meets this, or a command may end in any way: the line looks like a check and asks for next to nothing.',
    why: 'It counts as a check that passed. What it asks for is said more clearly by `# expect not: no output`.',
    wrong: bash('kubectl get pods', '# expect: ...'),
    fixed: bash('kubectl get pods', '# expect: Running'),
  }),
  'parse/words-after-colon': page({
    means: 'Words of the grammar stand behind the colon, where everything is text to look for.',
    why: 'The output would have to say `exit 1`. In double quotes the text is taken as it is.',
    wrong: bash('grep -q star page.html', '# expect: exit 1'),
    fixed: bash('grep -q star page.html', '# expect exit: 1'),
  }),
  'parse/unknown-cluster': page({
    means: 'A block names a cluster by a variable that `clusters:` in the front matter does not have.',
    why: 'Only the clusters declared there are ever touched.',
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
