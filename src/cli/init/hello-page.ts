/** A first runbook: it passes with bash alone, and with kubectl on simulated clusters. */
export function helloPage({ hasKubectl }: { readonly hasKubectl: boolean }): string {
  const clusters = hasKubectl ? 'clusters:\n  CLUSTER: sandbox-hello\n' : '';
  const cleanup = hasKubectl ? deleteNamespace : '';
  return [
    `---\ntitle: Hello\ndescription: A first runbook. Run it, break it, make it yours.\n${clusters}---`,
    shellPart,
    ...(hasKubectl ? [clusterPart] : []),
    `## Clean up\n\nA block marked \`cleanup\` runs at the end, whatever happened.`,
    `\`\`\`bash cleanup\nrm -rf "$FOLDER"\n${cleanup}\`\`\`\n`,
  ].join('\n\n');
}

const deleteNamespace = `kubectl --context $CLUSTER delete namespace hello
# expect: namespace "hello" deleted
`;

const shellPart = `# Hello

This page is a program and a test as well. \`npx --no-install runbook exec hello.md\` runs its blocks in turn, all in one shell, and
checks each line that says what to expect.

## Say hello

A command has to succeed. A comment under it says what a reader should see. Change a word of it, and the run fails here.

\`\`\`bash
NAME=world
echo "Hello, $NAME!"
# expect: Hello, world!
\`\`\`

## Write a file

Variables carry over from block to block. A here-document makes a file of what the page shows.

\`\`\`bash
FOLDER=$(mktemp -d)
cat >"$FOLDER/config.json" <<'END'
{ "name": "demo", "replicas": 3 }
END
cat "$FOLDER/config.json"
# expect json: .replicas = 3
\`\`\`

Longer output stands below its block; \`...\` is anything within a line.

\`\`\`bash
grep -n replicas "$FOLDER/config.json"
\`\`\`

\`\`\`output
1:{ ... "replicas": 3 }
\`\`\`

## Wait for something

What takes a while is asked for again until it is there.

\`\`\`bash
(sleep 1; echo ready >"$FOLDER/state") &
cat "$FOLDER/state"
# expect within 10s: ready
\`\`\`

## Expect a failure

A command that ought to fail says with which exit status.

\`\`\`bash
grep port "$FOLDER/config.json"
# expect exit: 1
# expect: no output
\`\`\``;

const clusterPart = `## Apply a manifest

A \`yaml apply\` block is applied to a cluster. Your kubeconfig has no context \`sandbox-hello\`, so this page runs on
simulated ones; \`--cluster CLUSTER=my-context\` takes one of yours.

\`\`\`yaml apply cluster=$CLUSTER
apiVersion: v1
kind: Namespace
metadata:
  name: hello
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: greeting
  namespace: hello
data:
  text: Hello, cluster!
# expect: created
\`\`\`

\`\`\`bash
kubectl --context $CLUSTER -n hello get configmap greeting -o jsonpath='{.data.text}'
# expect: Hello, cluster!
\`\`\``;
