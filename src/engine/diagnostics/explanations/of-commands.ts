import { bash, fence, page } from './explanation.ts';

/** About the commands of a block: what bash cannot read, and what it reads otherwise than it looks. */
export const ofCommands = {
  'parse/ends-shell': page({
    means:
      'All commands of a page run in one bash. `exit`, `logout`, `exec COMMAND` and `kill $$` end it, `set -e` does with the first command that fails, `set -n` and `suspend` keep it from running the rest.',
    why: 'Below it the variables, functions and jobs of the page are gone; a check that lets a command fail can not be met under `set -e`. Every command has to succeed without it.',
    wrong: bash('set -euo pipefail', 'ls work'),
    fixed: bash('set -uo pipefail', 'ls work'),
  }),
  'parse/interactive-command': page({
    means:
      'The command opens a session or an editor for a person, or asks for an answer: `kubectl exec -it … -- sh`, `read`, `rm -i`, `npm init`. In a run nobody types.',
    why: 'It ends at once, without an error, and the commands below it, meant for the inside of a container, run on the machine of the reader.',
    wrong: bash('kubectl exec -it deploy/web -- bash', 'cat /etc/hostname'),
    fixed: bash('kubectl exec deploy/web -- cat /etc/hostname'),
  }),
  'parse/invisible-character': page({
    means:
      'There is a character that nobody sees, such as a no-break space or a zero-width space. Web pages and word processors leave them behind.',
    why: 'bash takes it for a letter: the command is not found, or gets another argument. In an expectation the output would have to have it too.',
    wrong: bash('kubectl get\u00a0pods'),
    fixed: bash('kubectl get pods'),
  }),
  'parse/never-ends': page({
    means:
      'The command serves or watches for ever: `kubectl port-forward`, `kubectl get --watch`, `kubectl logs -f`, `docker compose up`, `tail -f`, `watch`. It is a warning where the command mostly does, as `npm start`.',
    why: 'A block waits for each command. This one would be ended when its time is up, and the run would have failed.',
    wrong: bash('kubectl port-forward svc/web 8080:80', 'curl -s http://localhost:8080/'),
    fixed: bash('kubectl port-forward svc/web 8080:80 &', 'curl -s http://localhost:8080/', 'kill %1'),
  }),
  'parse/unset-in-cleanup': page({
    means:
      'A `cleanup` block uses a variable that no command of the page sets, nor `env:`, `clusters:` or `secrets:` of its front matter.',
    why: 'Where it is empty, `rm -rf $DIR/*` is `rm -rf /*`. A cleanup also runs when the steps before it did not.',
    wrong: [bash('mkdir work'), fence('bash cleanup', 'rm -rf "$DIR"')].join('\n\n'),
    fixed: [bash('DIR=work', 'mkdir "$DIR"'), fence('bash cleanup', 'rm -rf "${DIR:?}"')].join('\n\n'),
  }),
  'parse/placeholder': page({
    means:
      '`<pod-name>` stands for something that readers are to fill in. bash reads it as a redirection from one file and to another. Other spellings (`YOUR_PROJECT`, `[CLUSTER]`, `{name}`, `xxx`, `...`) are a warning.',
    why: 'The command fails, overwrites a file, or is run on something of that very name. A variable works for readers and for the run.',
    wrong: bash('kubectl logs <pod-name>'),
    fixed: bash('POD=$(kubectl get pods -l app=web -o name)', 'kubectl logs "$POD"'),
  }),
  'parse/prompt': page({
    means: 'The command begins with the prompt of a shell, as in a transcript.',
    why: 'bash would look for a program called `$`. Readers who copy the block have the same trouble.',
    wrong: bash('$ date'),
    fixed: bash('date'),
  }),
  'parse/shell-syntax': page({
    means: 'bash cannot read the block.',
    why: 'Nothing of a block runs unless all of it can be read, so that it cannot stop half way.',
    wrong: bash('for name in web db; do', '  kubectl get pod $name'),
    fixed: bash('for name in web db; do', '  kubectl get pod $name', 'done'),
  }),
  'parse/typographic-character': page({
    means:
      'A round quote or a long dash stands where bash knows straight quotes and `-`. Word processors put them there.',
    why: 'bash takes them for letters: the text is not quoted, the option is not one.',
    wrong: bash('kubectl get pods –n shop'),
    fixed: bash('kubectl get pods -n shop'),
  }),
  'parse/unclosed-heredoc': page({
    means:
      'The closing word of a here-document does not stand alone on a line. With `<<-` it may be indented by tabs, and never by spaces.',
    why: 'Everything below it would be data.',
    wrong: bash('cat <<END', 'hello', '  END'),
    fixed: bash('cat <<END', 'hello', 'END'),
  }),
  'parse/unclosed-quote': page({
    means: 'A quote or a backtick is opened and never closed.',
    why: 'bash would wait for the rest of the text, and take the commands below for it.',
    wrong: bash("echo don't"),
    fixed: bash('echo "don\'t"'),
  }),
};
