import { terminal } from './explanation.ts';

/** About the command line, plans, sessions and targets: what one page alone does not show. */
export const ofRuns = {
  'cli/bad-configuration': terminal({
    means: 'A key or value in `runbook.config.yaml` is none that it may have.',
    why: 'A setting that is misspelt protects nothing and masks nothing.',
    wrong: 'printf \'protekt: ["*prod*"]\\n\' > runbook.config.yaml\nrunbook plan labs/lab2.md',
    fixed: 'printf \'protect: ["*prod*"]\\n\' > runbook.config.yaml\nrunbook plan labs/lab2.md',
  }),
  'cli/no-such-file': terminal({
    means:
      'A file that the command line names is neither there as given nor under `runbooks/`, with or without `.md`.',
    why: 'A run of fewer files than asked for would pass for a run of all.',
    wrong: 'runbook exec labs/failovr.md',
    fixed: 'runbook list\nrunbook exec labs/failover.md',
  }),
  'cli/unreadable-file': terminal({
    means:
      'The file is there, but cannot be read: it may belong to somebody else, or be something else than a text.',
    why: 'What cannot be read cannot be checked.',
    wrong: 'chmod 000 runbooks/failover.md\nrunbook check failover.md',
    fixed: 'chmod 644 runbooks/failover.md\nrunbook check failover.md',
  }),
  'cli/usage': terminal({
    means: 'The command line asks for something unknown, or for two things that exclude each other.',
    why: 'A guess could run another page, or on another cluster.',
    wrong: 'runbook failover.md',
    fixed: 'runbook exec failover.md',
  }),
  'export/unsupported': terminal({
    means:
      'The page has something that the form named by `--to` cannot do as a run does it: a check of JSON or of objects, a regular expression, a block with a terminal, an `exec`. A script is kept short enough to be read; `runbook exec` does all of it.',
    why: 'A script that left a check out would pass where the page fails.',
    wrong:
      'grep "expect regex" runbooks/failover.md   # expect regex: ^(?!Error)\nrunbook export failover.md --to bash',
    fixed:
      'grep "expect not" runbooks/failover.md   # expect not: Error\nrunbook export failover.md --to bash',
  }),
  'plan/cluster-conflict': terminal({
    means: 'Two runbooks of one run declare the same cluster variable with different contexts.',
    why: 'They share one session, in which a variable has one value. One of the pages would work on the wrong cluster.',
    wrong: 'runbook exec failover.md upgrade.md',
    fixed: 'runbook exec failover.md upgrade.md --cluster CLUSTER1=kind-east',
  }),
  'plan/no-such-step': terminal({
    means:
      'No step and no block has the name that `--from`, `--until` or `--only` asks for. A step is called like the anchor of its heading.',
    why: 'A run of nothing would pass.',
    wrong: 'runbook exec failover.md --from verfy',
    fixed: 'runbook plan failover.md\nrunbook exec failover.md --from verify',
  }),
  'plan/no-such-variant': terminal({
    means:
      '`--variant NAME=value` chooses one of several ways: a tab, or a block with `os=` or `when=`. No block of the pages has this one.',
    why: 'The run would take another way than the one that was asked for.',
    wrong: 'runbook exec install.md --variant clout=aws',
    fixed: 'runbook exec install.md --variant cloud=aws',
  }),
  'plan/required-missing': terminal({
    means: '`requires:` in the front matter names a runbook that is not in the same folder.',
    why: 'The page builds on what that one sets up.',
    wrong: 'grep requires runbooks/failover.md   # requires: [set-up.md]\nrunbook plan failover.md',
    fixed: 'grep requires runbooks/failover.md   # requires: [set-up]\nrunbook plan failover.md',
  }),
  'plan/requires-cycle': terminal({
    means: 'A runbook requires another one that, in the end, requires the first.',
    why: 'Neither could ever be the first to run.',
    wrong: 'grep requires runbooks/a.md runbooks/b.md   # a: [b], b: [a]\nrunbook plan a.md',
    fixed: 'grep requires runbooks/a.md   # a: [b]\nrunbook plan a.md',
  }),
  'plan/unset-variable': terminal({
    means:
      'A command that was selected uses a variable that only a command sets that was not: with `--from`, `--until` or `--only`, or since its block is marked `skip` or `manual`. Cleanup always runs, so it counts too.',
    why: 'bash puts nothing in place of a variable that is not set: `rm -rf "$DIR"/*` would be `rm -rf /*`.',
    wrong: 'runbook exec failover.md --from verify   # `set-up` sets DIR',
    fixed:
      'runbook exec failover.md --from set-up\nrunbook exec failover.md --from verify --env DIR=/tmp/failover',
  }),
  'record/changed': terminal({
    means:
      'A command, a manifest, an expectation or an option of a fence is not what it was when the page was recorded. How it is spelled, prose and headings do not count.',
    why: 'What the site shows as its output, and the date on which it was verified, would be of something else.',
    wrong: 'runbook check failover.md   # a command was changed by hand',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/contradicts': terminal({
    means: 'What a command printed, by the record, does not meet the expectation that stands below it.',
    why: 'Only a run that passes is recorded, so nobody has seen this output: the record was changed, or two pages were mixed up.',
    wrong: 'runbook check failover.md   # the recorded output says HTTP 503',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/differs': terminal({
    means:
      'A run with `--verify-record` passed, but a command printed or returned something else than when the page was recorded. Times, ages, random names, addresses and the like do not count.',
    why: 'The site shows what was recorded: readers would see something else.',
    wrong: 'runbook exec failover.md --verify-record',
    fixed: 'runbook exec failover.md --record\ngit diff runbooks/failover.record.json',
  }),
  'record/edited': terminal({
    means:
      'A record ends with a digest of itself, and this one has another: somebody changed it after the run.',
    why: 'A record is evidence of a run. What was written by hand proves nothing.',
    wrong: '$EDITOR runbooks/failover.record.json\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/file-changed': terminal({
    means:
      'A file that a command of the page names, such as a manifest that it applies, is not what it was when the page was recorded, or is gone.',
    why: 'The run that was recorded did something else than a run would do now.',
    wrong: 'git diff --stat   # runbooks/manifests/web.yaml\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/gone': terminal({
    means: 'The record has a block that is no more on the page.',
    why: 'The rest of the page may have passed only since that block ran before it.',
    wrong: 'runbook check failover.md   # a block was taken out',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/malformed': terminal({
    means:
      'The file beside the page that ends in `.record.json` is not valid JSON, or lacks something: it was edited by hand, or a merge left its marks in it.',
    why: 'Nobody can tell from it what was verified.',
    wrong: 'git merge main   # CONFLICT in runbooks/failover.record.json\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/missing': terminal({
    means: '`--verify-record` or `--require-record` was asked for, and nothing was recorded of the page.',
    why: 'A comparison with nothing would pass always, and a page without a record was verified by nobody.',
    wrong: 'runbook exec failover.md --verify-record   # nobody has recorded it yet',
    fixed: 'runbook exec failover.md --record\nrunbook exec failover.md --verify-record',
  }),
  'record/moved': terminal({
    means: 'A block stands behind another one that it ran before when the page was recorded.',
    why: 'What a command comes to may depend on what ran before it, and in this order nobody has seen the page pass.',
    wrong: 'runbook check failover.md   # two steps were swapped',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/no-such-day': terminal({
    means: 'The day in a record is none, or it has not come yet.',
    why: 'A page that was verified tomorrow was not verified.',
    wrong: 'grep verified runbooks/failover.record.json   # 2031-01-01',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/not-recorded': terminal({
    means: 'The page was recorded, and this block has come since then.',
    why: 'The site says when the page was verified, and this block was not.',
    wrong: 'runbook check failover.md   # a block was added',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/other-format': terminal({
    means: 'The record was written by a version that keeps records in another format.',
    why: 'Half understood it would say what nobody verified.',
    wrong: 'grep format runbooks/failover.record.json   # "format": 0\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/prose-changed': terminal({
    means:
      'Prose, a heading or a code block that does not run has changed since the page was recorded; what runs has not.',
    why: 'Nobody has compared what the page says by now with what its commands print.',
    wrong: 'runbook check failover.md   # a number in the text was changed',
    fixed:
      'runbook check --accept-prose failover.md   # somebody has read it: it is still true\nrunbook check failover.md',
  }),
  'record/required-changed': terminal({
    means: 'A page that this one requires runs or checks something else than when this one was recorded.',
    why: 'What the recorded run found on its clusters was set up by another page.',
    wrong: 'git diff --stat   # runbooks/set-up.md\nrunbook check failover.md   # requires: [set-up]',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/too-old': terminal({
    means: '`--max-age` says how old a record may be, and this one is older.',
    why: 'What passed long ago may not pass today.',
    wrong: 'runbook check --max-age 30d failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check --max-age 30d failover.md',
  }),
  'record/without-page': terminal({
    means: 'There is a record, and beside it no page with its name.',
    why: 'The page was renamed or removed, and its evidence stayed: nothing looks at it.',
    wrong: 'git mv runbooks/failover.md runbooks/switch-over.md\nrunbook check',
    fixed: 'git mv runbooks/failover.record.json runbooks/switch-over.record.json\nrunbook check',
  }),
  'run/earlier-output': terminal({
    means:
      'Several commands stand above a check, and only what an earlier one printed meets it, though a later one ' +
      'printed something too.',
    why: 'It may be met by chance: a check is usually meant for the command right above it.',
    wrong: 'echo "3 pods are expected"\nkubectl get pods --no-headers | wc -l\n# expect: 3',
    fixed: 'echo "3 pods are expected"\n# expect: 3 pods\nkubectl get pods --no-headers | wc -l\n# expect: 3',
  }),
  'machine/fault': terminal({
    means:
      'The operating system refused something: no space is left, too many files are open, no process can be started, a file can be neither read nor written.',
    why: 'It is neither a mistake in the page nor a bug; the run says what it could not do, and cleans up.',
    wrong: 'runbook exec failover.md --reporter ndjson=/full/run.ndjson',
    fixed:
      'df -h /full; ulimit -n; ulimit -u\nrunbook exec failover.md --reporter ndjson=/var/tmp/run.ndjson',
  }),
  'session/failed': terminal({
    means:
      'bash could not be started, or ended in the middle of a run (`exit`, `exec`, killed from outside).',
    why: 'All statements share one shell, with its variables and jobs: without it nothing can go on.',
    wrong: 'runbook exec failover.md --shell /bin/dash',
    fixed: 'runbook exec failover.md --shell /bin/bash',
  }),
  'target/bad-workloads': terminal({
    means:
      'A `workloads.yaml` beside a runbook says what images do, and something in it is not as it has to be.',
    why: 'What it says would be shown as what happened. It is read before anything runs.',
    wrong: 'cat workloads.yaml   # ghcr.io/acme/shop: { port: { 8080: { /: hello } } }\nrunbook exec shop.md',
    fixed:
      'cat workloads.yaml   # ghcr.io/acme/shop: { ports: { 8080: { /: hello } } }\nrunbook exec shop.md',
  }),
  'target/context-missing': terminal({
    means:
      'Some contexts that the runbook names are in the kubeconfig and others are not, or one is missing that was named on the command line.',
    why: 'Half of a run on clusters and half on a simulation would show nothing.',
    wrong: 'runbook exec failover.md --cluster CLUSTER2=my-wst',
    fixed: 'kubectl config get-contexts\nrunbook exec failover.md --cluster CLUSTER2=my-west',
  }),
  'target/kubeconfig-unreadable': terminal({
    means: 'The kubeconfig cannot be read or is no valid one.',
    why: 'It says which clusters there are and how to reach them.',
    wrong: 'head -3 ~/.kube/config > half\nKUBECONFIG=half runbook exec failover.md',
    fixed: 'kubectl config view\nrunbook exec failover.md',
  }),
  'target/object-missing': terminal({
    means: '`needs:` in the front matter names an object that the first cluster does not have.',
    why: 'The page builds on it: without it a later step would fail, in a way that is harder to understand.',
    wrong: 'runbook exec failover.md   # needs: [gatewayclass/istio-waypoint]',
    fixed: 'kubectl get gatewayclass\nrunbook exec failover.md',
  }),
  'target/opaque-asked': terminal({
    means:
      'A command wanted to know what only somebody who knows an image can tell: its log, an answer of its port, what a command does in it. The sandbox refused, and the page passed all the same.',
    why: 'A check that something fails, or `|| true`, is met by the refusal, which says nothing about a cluster.',
    wrong: 'kubectl logs deploy/shop || true   # image: ghcr.io/acme/shop:1, which nobody describes',
    fixed: 'runbook exec shop.md --target cluster',
  }),
  'target/permission-denied': terminal({
    means:
      'A manifest or a kubectl command of the page needs a right on the cluster that this user does not have. A warning, where the page may do without: the command may fail, or something before it may grant the right.',
    why: 'The command would be refused in the middle of the page, with everything before it done.',
    wrong: 'runbook exec failover.md --cluster CLUSTER1=read-only',
    fixed:
      'kubectl --context team-admin auth can-i patch deployments\nrunbook exec failover.md --cluster CLUSTER1=team-admin',
  }),
  'target/port-taken': terminal({
    means: 'A port of this machine that the page forwards, or waits for, answers before the run begins.',
    why: 'A port-forward can not open it, and an answer there would be that of another program. The run begins all the same, since a command of the page may free it.',
    wrong: 'kubectl port-forward svc/web 8080:80 &\nrunbook exec failover.md',
    fixed: 'kill %1\nrunbook exec failover.md',
  }),
  'target/protected': terminal({
    means: 'A pattern under `protect` in `runbook.config.yaml` matches a context of this run.',
    why: 'What looks like production is run on only by somebody who says its name.',
    wrong: 'runbook exec failover.md --cluster CLUSTER1=eks-prod-east',
    fixed: 'runbook exec failover.md --cluster CLUSTER1=eks-prod-east --allow eks-prod-east',
  }),
  'target/sandbox-failed': terminal({
    means: 'The simulated clusters could not be started.',
    why: 'Nothing has run yet. It needs loopback addresses, free ports and a folder for temporary files.',
    wrong: 'TMPDIR=/nowhere runbook sandbox -- kubectl get namespaces',
    fixed: 'runbook sandbox -- kubectl get namespaces',
  }),
  'target/secret-missing': terminal({
    means:
      'A variable that the front matter lists under `secrets:`, or that `--mask` names, has no value when the run begins, and no command of the page sets it.',
    why: 'A page that runs without its token passes where nothing was asked with it, or fails far from the cause.',
    wrong: 'grep secrets runbooks/failover.md   # secrets: [API_TOKEN]\nrunbook exec failover.md',
    fixed: 'API_TOKEN=$(cat token.txt) runbook exec failover.md',
  }),
  'target/tool-missing': terminal({
    means: '`tools:` in the front matter names a program that is not on PATH.',
    why: 'It is better to hear it now than in the middle of the page.',
    wrong: 'runbook exec failover.md   # tools: { istioctl: "*" }',
    fixed: 'command -v istioctl\nrunbook exec failover.md',
  }),
  'target/tool-version': terminal({
    means:
      'A tool is there, but in a version outside the range that `tools:` allows, or it does not tell its version.',
    why: 'The commands of the page were written for the versions in the range.',
    wrong: 'runbook exec failover.md   # tools: { kubectl: ">=1.28" }',
    fixed: 'kubectl version --client\nrunbook exec failover.md',
  }),
  'target/unreachable': terminal({
    means: 'A cluster that the run would use does not answer.',
    why: 'Nothing has been touched yet. The cluster may be stopped, the network down, the credentials too old.',
    wrong: 'runbook exec failover.md --target cluster',
    fixed: 'kubectl --context kind-east version\nrunbook exec failover.md --target sandbox',
  }),
};
