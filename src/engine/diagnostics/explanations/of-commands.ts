import { bash, fence, page } from './explanation.ts';

/** About the commands of a block: what bash cannot read, and what it reads otherwise than it looks. */
export const ofCommands = {
  'parse/ends-shell': page({
    means:
      'All commands of a page run in one bash. `exit`, `logout`, `exec COMMAND` and `kill $$` end it; `set -e` ends it at the first failed command; `set -n` and `suspend` stop it from running the rest.',
    why: 'After that, variables, functions and jobs are gone, and under `set -e` no check can allow a command to fail. Every command must succeed without `set -e` anyway.',
    wrong: bash('set -euo pipefail', 'ls work'),
    fixed: bash('set -uo pipefail', 'ls work'),
  }),
  'parse/interactive-command': page({
    means:
      'The command needs a person: it opens a shell or an editor, or asks a question. Examples are `kubectl exec -it … -- sh`, `read`, `rm -i` and `npm init`. Nobody types in a run.',
    why: 'It ends at once without an error, and the next commands, meant for inside the container, run on your machine.',
    wrong: bash('kubectl exec -it deploy/web -- bash', 'cat /etc/hostname'),
    fixed: bash('kubectl exec deploy/web -- cat /etc/hostname'),
  }),
  'parse/invisible-character': page({
    means:
      'There is an invisible character, such as a no-break space or a zero-width space. Web pages and word processors insert them.',
    why: 'bash reads it as a letter, so the command is not found or gets another argument. In an expectation, the output would need the character too.',
    wrong: bash('kubectl get\u00a0pods'),
    fixed: bash('kubectl get pods'),
  }),
  'parse/never-ends': page({
    means:
      'The command serves or watches forever: `kubectl port-forward`, `kubectl get --watch`, `kubectl logs -f`, `docker compose up`, `tail -f`, `watch`. It is a warning for commands that usually do, such as `npm start`.',
    why: 'A block waits for each command. This one would reach its time limit, and the run would fail.',
    wrong: bash('kubectl port-forward svc/web 8080:80', 'curl -s http://localhost:8080/'),
    fixed: bash('kubectl port-forward svc/web 8080:80 &', 'curl -s http://localhost:8080/', 'kill %1'),
  }),
  'parse/unset-in-cleanup': page({
    means:
      'A `cleanup` block uses a variable that nothing sets: no command of the page, and no `env:`, `clusters:` or `secrets:`.',
    why: 'If it is empty, `rm -rf $DIR/*` becomes `rm -rf /*`. Cleanup also runs if earlier steps did not.',
    wrong: [bash('mkdir work'), fence('bash cleanup', 'rm -rf "$DIR"')].join('\n\n'),
    fixed: [bash('DIR=work', 'mkdir "$DIR"'), fence('bash cleanup', 'rm -rf "${DIR:?}"')].join('\n\n'),
  }),
  'parse/unset-variable': page({
    means:
      'A command uses a variable that nothing sets: no command of the page, and no `inputs:`, `env:`, `clusters:` or `secrets:`.',
    why: 'bash replaces it with nothing, so a typing error goes unnoticed. A value that readers must bring is an input.',
    wrong: [bash('HOST=web-1'), bash('ssh "$HSOT" uptime')].join('\n\n'),
    fixed: [bash('HOST=web-1'), bash('ssh "$HOST" uptime')].join('\n\n'),
  }),
  'parse/placeholder': page({
    means:
      '`<pod-name>` is a placeholder for readers, but bash reads it as redirections. Other spellings (`YOUR_PROJECT`, `[CLUSTER]`, `{name}`, `xxx`, `...`) are a warning.',
    why: 'The command fails, overwrites a file, or uses that very name. A variable works for readers and for the run.',
    wrong: bash('kubectl logs <pod-name>'),
    fixed: bash('POD=$(kubectl get pods -l app=web -o name)', 'kubectl logs "$POD"'),
  }),
  'parse/prompt': page({
    means: 'The command starts with a shell prompt, as in a transcript.',
    why: 'bash would look for a program called `$`, also when readers paste the block.',
    wrong: bash('$ date'),
    fixed: bash('date'),
  }),
  'parse/shell-syntax': page({
    means: 'bash cannot parse the block.',
    why: 'A block only runs if all of it is valid, so that it cannot stop halfway.',
    wrong: bash('for name in web db; do', '  kubectl get pod $name'),
    fixed: bash('for name in web db; do', '  kubectl get pod $name', 'done'),
  }),
  'parse/typographic-character': page({
    means:
      'There is a curly quote or a long dash where bash needs a straight quote or `-`. Word processors insert them.',
    why: 'bash reads them as letters: the text is not quoted, and the option is not an option.',
    wrong: bash('kubectl get pods –n shop'),
    fixed: bash('kubectl get pods -n shop'),
  }),
  'parse/unclosed-heredoc': page({
    means:
      'The closing word of a here-document is not alone on its line. With `<<-` it may be indented by tabs, but not by spaces.',
    why: 'Everything below would be part of the here-document.',
    wrong: bash('cat <<END', 'hello', '  END'),
    fixed: bash('cat <<END', 'hello', 'END'),
  }),
  'parse/unclosed-quote': page({
    means: 'A quote or backtick is never closed.',
    why: 'bash would read the commands below as part of the text.',
    wrong: bash("echo don't"),
    fixed: bash('echo "don\'t"'),
  }),
};
