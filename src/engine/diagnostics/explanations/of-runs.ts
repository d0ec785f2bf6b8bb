import { terminal } from './explanation.ts';

/** About the command line, plans, sessions and targets: what one page alone does not show. */
export const ofRuns = {
  'cli/bad-configuration': terminal({
    means: 'A key or value in `runbook.config.yaml` is invalid.',
    why: 'A misspelled setting protects nothing and masks nothing.',
    wrong: 'printf \'protekt: ["*prod*"]\\n\' > runbook.config.yaml\nrunbook plan labs/lab2.md',
    fixed: 'printf \'protect: ["*prod*"]\\n\' > runbook.config.yaml\nrunbook plan labs/lab2.md',
  }),
  'cli/no-such-file': terminal({
    means: 'A file on the command line exists neither as given nor under `runbooks/`, with or without `.md`.',
    why: 'A run of fewer files than you asked for would look like a run of all.',
    wrong: 'runbook exec labs/failovr.md',
    fixed: 'runbook list\nrunbook exec labs/failover.md',
  }),
  'cli/unreadable-file': terminal({
    means: 'The file exists but cannot be read: it may belong to another user, or not be text.',
    why: 'A file that cannot be read cannot be checked.',
    wrong: 'chmod 000 runbooks/failover.md\nrunbook check failover.md',
    fixed: 'chmod 644 runbooks/failover.md\nrunbook check failover.md',
  }),
  'cli/usage': terminal({
    means: 'The command line has something unknown, or two options that exclude each other.',
    why: 'A guess could run the wrong page, or use the wrong cluster.',
    wrong: 'runbook failover.md',
    fixed: 'runbook exec failover.md',
  }),
  'export/unsupported': terminal({
    means:
      'The form named by `--to` cannot do something on the page: check JSON or objects, match a regular expression, give a block a terminal, run `exec`. Scripts stay short enough to read; `runbook exec` does all of it.',
    why: 'A script without that check would pass where the page fails.',
    wrong:
      'grep "expect regex" runbooks/failover.md   # expect regex: ^(?!Error)\nrunbook export failover.md --to bash',
    fixed:
      'grep "expect not" runbooks/failover.md   # expect not: Error\nrunbook export failover.md --to bash',
  }),
  'plan/cluster-conflict': terminal({
    means: 'Two runbooks of one run declare the same cluster variable with different contexts.',
    why: 'They share one session, where a variable has one value, so one page would use the wrong cluster.',
    wrong: 'runbook exec failover.md upgrade.md',
    fixed: 'runbook exec failover.md upgrade.md --cluster CLUSTER1=kind-east',
  }),
  'plan/bad-input': terminal({
    means:
      'An input has a value that its page does not allow: none of its `choices`, not as its `pattern` says, or empty.',
    why: 'Nothing has run yet. A wrong name or number is easier to fix now than in the middle of the page.',
    wrong:
      'grep REGION failover.md   # REGION: { choices: [eu, us] }\nrunbook exec failover.md --set REGION=mars',
    fixed: 'runbook exec failover.md --set REGION=eu',
  }),
  'plan/missing-input': terminal({
    means:
      'The page declares an input without a default, and nobody gave a value: not by `--set`, `RUNBOOK_INPUT_NAME` or `--inputs`, and there is no terminal to ask in.',
    why: 'With an empty value the commands of the page would do something else.',
    wrong:
      'grep HOST failover.md   # inputs: { HOST: { prompt: "Which host?" } }\nrunbook exec failover.md < /dev/null',
    fixed: 'runbook exec failover.md --set HOST=web-1',
  }),
  'plan/no-such-step': terminal({
    means:
      "No step or block has the name given to `--from`, `--until` or `--only`. A step has the name of its heading's anchor.",
    why: 'A run of nothing would pass.',
    wrong: 'runbook exec failover.md --from verfy',
    fixed: 'runbook plan failover.md\nrunbook exec failover.md --from verify',
  }),
  'plan/no-such-variant': terminal({
    means: '`--variant NAME=value` chooses a tab, or a block with `os=` or `when=`. No block has this one.',
    why: 'The run would use another variant than you asked for.',
    wrong: 'runbook exec install.md --variant clout=aws',
    fixed: 'runbook exec install.md --variant cloud=aws',
  }),
  'plan/required-missing': terminal({
    means: '`requires:` names a runbook that does not exist.',
    why: 'The page builds on what that runbook sets up.',
    wrong: 'grep requires runbooks/failover.md   # requires: [set-up.md]\nrunbook plan failover.md',
    fixed: 'grep requires runbooks/failover.md   # requires: [set-up]\nrunbook plan failover.md',
  }),
  'plan/requires-cycle': terminal({
    means: 'A runbook requires another one that, directly or indirectly, requires the first.',
    why: 'Neither could run first.',
    wrong: 'grep requires runbooks/a.md runbooks/b.md   # a: [b], b: [a]\nrunbook plan a.md',
    fixed: 'grep requires runbooks/a.md   # a: [b]\nrunbook plan a.md',
  }),
  'plan/unconfirmed': terminal({
    means:
      'A fence has `confirm="…"`, the run is not on the sandbox, and there is neither a terminal to ask in nor `--confirm`.',
    why: 'Such blocks delete or replace something. The run stops before its first command, not in the middle.',
    wrong: 'runbook exec failover.md --target cluster < /dev/null',
    fixed: 'runbook exec failover.md --target cluster --confirm delete-namespace < /dev/null',
  }),
  'plan/unset-variable': terminal({
    means:
      'A selected command uses a variable that is set only by a command that will not run, because of `--from`, `--until` or `--only`, or because its block is `skip` or `manual`. Cleanup always runs, so it counts too.',
    why: 'bash replaces an unset variable with nothing: `rm -rf "$DIR"/*` would become `rm -rf /*`.',
    wrong: 'runbook exec failover.md --from verify   # `set-up` sets DIR',
    fixed:
      'runbook exec failover.md --from set-up\nrunbook exec failover.md --from verify --env DIR=/tmp/failover',
  }),
  'run/earlier-output': terminal({
    means:
      'Only an earlier command printed what this check looks for, although a later command printed something too.',
    why: 'It may pass by chance: a check is usually meant for the command right above it.',
    wrong: 'echo "3 pods are expected"\nkubectl get pods --no-headers | wc -l\n# expect: 3',
    fixed: 'echo "3 pods are expected"\n# expect: 3 pods\nkubectl get pods --no-headers | wc -l\n# expect: 3',
  }),
  'machine/fault': terminal({
    means:
      'The operating system refused something: the disk is full, too many files are open, a process cannot start, a file cannot be read or written.',
    why: 'This is neither a mistake in the page nor a bug. The run says what failed, and cleans up.',
    wrong: 'runbook exec failover.md --reporter ndjson=/full/run.ndjson',
    fixed:
      'df -h /full; ulimit -n; ulimit -u\nrunbook exec failover.md --reporter ndjson=/var/tmp/run.ndjson',
  }),
  'session/failed': terminal({
    means:
      'bash could not be started, or ended in the middle of a run (`exit`, `exec`, killed from outside).',
    why: 'All statements share one shell with its variables and jobs; without it, nothing can continue.',
    wrong: 'runbook exec failover.md --shell /bin/dash',
    fixed: 'runbook exec failover.md --shell /bin/bash',
  }),
  'session/half-done': terminal({
    means:
      'The run that `--resume` goes on from ended while this command was at work, and running it again may do a part of its work twice.',
    why: 'Nobody knows how far it came: it has to be looked at, or agreed to.',
    wrong: 'runbook exec failover.md --resume failover.ndjson < /dev/null',
    fixed: 'runbook exec failover.md --resume failover.ndjson --confirm promote',
  }),
  'session/not-resumable': terminal({
    means:
      'The earlier run passed, was cleaned up after, ran on another cluster or on a sandbox that is gone, or left a value that is not kept, such as a secret.',
    why: 'The steps that are left rely on what the earlier ones did.',
    wrong: 'runbook exec failover.md --resume failover.ndjson --cluster CLUSTER1=other',
    fixed: 'runbook exec failover.md --journal again.ndjson --cluster CLUSTER1=other',
  }),
  'session/page-changed': terminal({
    means:
      'A command that the earlier run has done was changed or removed since, or another one was put in front of the place where it ended.',
    why: 'What the page says was done was not. Changes below that place are taken as they are.',
    wrong: 'runbook exec failover.md --resume failover.ndjson',
    fixed: 'runbook exec failover.md --journal again.ndjson',
  }),
  'target/bad-workloads': terminal({
    means: 'A `workloads.yaml` beside a runbook says what images do, and something in it is invalid.',
    why: 'Reports would show its content as what happened, so it is checked before anything runs.',
    wrong: 'cat workloads.yaml   # ghcr.io/acme/shop: { port: { 8080: { /: hello } } }\nrunbook exec shop.md',
    fixed:
      'cat workloads.yaml   # ghcr.io/acme/shop: { ports: { 8080: { /: hello } } }\nrunbook exec shop.md',
  }),
  'target/context-missing': terminal({
    means:
      'The kubeconfig has some of the contexts that the runbook names, but not all, or lacks one that you named.',
    why: 'A run half on clusters and half on a simulation would prove nothing.',
    wrong: 'runbook exec failover.md --cluster CLUSTER2=my-wst',
    fixed: 'kubectl config get-contexts\nrunbook exec failover.md --cluster CLUSTER2=my-west',
  }),
  'target/kubeconfig-unreadable': terminal({
    means: 'The kubeconfig cannot be read or is invalid.',
    why: 'It says which clusters exist and how to reach them.',
    wrong: 'head -3 ~/.kube/config > half\nKUBECONFIG=half runbook exec failover.md',
    fixed: 'kubectl config view\nrunbook exec failover.md',
  }),
  'target/object-missing': terminal({
    means: '`needs:` names an object that the first cluster does not have.',
    why: 'The page builds on it. Without it, a later step would fail in a way that is harder to understand.',
    wrong: 'runbook exec failover.md   # needs: [gatewayclass/istio-waypoint]',
    fixed: 'kubectl get gatewayclass\nrunbook exec failover.md',
  }),
  'target/opaque-asked': terminal({
    means:
      'A command asked for something that only the real image knows: its log, an answer of its port, what a command does in it. The sandbox refused, but the page passed.',
    why: 'An expected failure or `|| true` accepts the refusal, which says nothing about a cluster.',
    wrong: 'kubectl logs deploy/shop || true   # image: ghcr.io/acme/shop:1, which nobody describes',
    fixed: 'runbook exec shop.md --target cluster',
  }),
  'target/permission-denied': terminal({
    means:
      'A manifest or kubectl command needs a permission that this user does not have. It is a warning if the command may fail, or if an earlier command may grant the permission.',
    why: 'Otherwise the command would be refused in the middle of the page.',
    wrong: 'runbook exec failover.md --cluster CLUSTER1=read-only',
    fixed:
      'kubectl --context team-admin auth can-i patch deployments\nrunbook exec failover.md --cluster CLUSTER1=team-admin',
  }),
  'target/port-taken': terminal({
    means: 'A local port that the page forwards or waits for already answers before the run.',
    why: 'A port-forward cannot open it, and an answer would come from another program. The run starts anyway, since a command of the page may free the port.',
    wrong: 'kubectl port-forward svc/web 8080:80 &\nrunbook exec failover.md',
    fixed: 'kill %1\nrunbook exec failover.md',
  }),
  'target/protected': terminal({
    means: 'A pattern in `protect` of `runbook.config.yaml` matches a context of this run.',
    why: 'To run on what looks like production, you must name it.',
    wrong: 'runbook exec failover.md --cluster CLUSTER1=eks-prod-east',
    fixed: 'runbook exec failover.md --cluster CLUSTER1=eks-prod-east --allow eks-prod-east',
  }),
  'target/sandbox-failed': terminal({
    means: 'The simulated clusters could not be started.',
    why: 'Nothing has run yet. The sandbox needs loopback addresses, free ports and a temporary folder.',
    wrong: 'TMPDIR=/nowhere runbook sandbox -- kubectl get namespaces',
    fixed: 'runbook sandbox -- kubectl get namespaces',
  }),
  'target/secret-missing': terminal({
    means:
      'A variable in `secrets:` of the front matter or in `--mask` has no value, and no command of the page sets it.',
    why: 'Without its token, a page may pass without testing anything, or fail far from the cause.',
    wrong: 'grep secrets runbooks/failover.md   # secrets: [API_TOKEN]\nrunbook exec failover.md',
    fixed: 'API_TOKEN=$(cat token.txt) runbook exec failover.md',
  }),
  'target/tool-missing': terminal({
    means: '`tools:` names a program that is not on PATH.',
    why: 'It is better to know now than in the middle of the page.',
    wrong: 'runbook exec failover.md   # tools: { istioctl: "*" }',
    fixed: 'command -v istioctl\nrunbook exec failover.md',
  }),
  'target/tool-version': terminal({
    means: 'A tool has a version outside the range in `tools:`, or does not print its version.',
    why: 'The page was written for the versions in that range.',
    wrong: 'runbook exec failover.md   # tools: { kubectl: ">=1.28" }',
    fixed: 'kubectl version --client\nrunbook exec failover.md',
  }),
  'target/unreachable': terminal({
    means: 'A cluster of this run does not answer.',
    why: 'Nothing has been touched yet. The cluster may be stopped, the network down, or the credentials expired.',
    wrong: 'runbook exec failover.md --target cluster',
    fixed: 'kubectl --context kind-east version\nrunbook exec failover.md --target sandbox',
  }),
};
