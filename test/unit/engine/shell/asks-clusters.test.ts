import { expect, test } from 'vitest';
import { asksClusters } from '../../../../src/engine/shell/asks-clusters.ts';

test.each([
  'kubectl get pods',
  'kubectl --context $EAST apply -f app.yaml',
  'for i in 1 2; do kubectl get pods; done | tail -1',
  'if istioctl proxy-status; then echo up; fi',
  'timeout 5 kubectl version',
])('%s is known to ask a cluster', (script) => {
  expect(asksClusters(script)).toBe(true);
});

test.each([
  'echo kubectl get pods',
  'kubectl version --client',
  'kubectl config current-context',
  'kubectl kustomize . | grep kubectl',
  'kubectl get --help',
  'show() { kubectl get pods; }',
  'kubectl $VERB pods',
  'curl localhost:8080',
])('%s is not', (script) => {
  expect(asksClusters(script)).toBe(false);
});
