import { expect, test } from 'vitest';
import { onlyReads } from '../../../../src/engine/shell/only-reads.ts';

test.each([
  'kubectl --context $CLUSTER1 -n bookinfo get pods -o wide',
  "kubectl get pods | grep web | awk '{print $1}'",
  'kubectl -n demo exec deploy/client -- curl -s -o /dev/null -w "%{http_code}" http://httpbin:8000/get',
  'kubectl logs deploy/web --tail 5 2>/dev/null',
  'curl -sSI http://localhost:8080',
  'curl -s -X GET http://localhost:8080 | jq .status',
  'istioctl ztunnel-config service | sort',
  'git log --oneline -1',
  'sed -n 1,5p file | head -1',
  'find . -name "*.yaml"',
  '[ -e file ] && cat file',
])('%s only reads', (script) => {
  expect(onlyReads(script)).toBe(true);
});

test.each([
  'kubectl apply -f pod.yaml',
  'kubectl get pods -w',
  'kubectl exec deploy/client -- rm /tmp/x',
  'kubectl exec deploy/client -- sh -c "echo a > /tmp/x"',
  'kubectl rollout restart deploy/web',
  'curl -X POST http://localhost:8080/orders',
  'curl -d a=1 http://localhost:8080',
  'curl -sO http://localhost/file',
  'curl -s http://localhost/file -o file',
  'echo a > file',
  'echo a | tee file',
  'sed -i s/a/b/ file',
  'find . -delete',
  'sort -o file file',
  'COUNT=$((COUNT + 1))',
  'send_order',
  'cat file &',
  'eval "$COMMAND"',
  'git commit -m x',
  'cat $(make file)',
])('%s may change something', (script) => {
  expect(onlyReads(script)).toBe(false);
});
