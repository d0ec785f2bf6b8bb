import { describe, expect, it } from 'vitest';
import { builtInReadiness } from '../../../../src/engine/execute/background-command.ts';
import { parseKill } from '../../../../src/engine/execute/kill-command.ts';

describe('what a background command waits for by itself', () => {
  it.each([
    ['kubectl port-forward svc/a 8080:80 &', [{ kind: 'forwarding', ports: 1 }]],
    [
      'kubectl --context $C -n ns port-forward --address 0.0.0.0 pod/a :80 9090 &',
      [{ kind: 'forwarding', ports: 2 }],
    ],
    ['k port-forward -n=ns deploy/a \\\n  8080:http 2>err.log &', [{ kind: 'forwarding', ports: 1 }]],
    ['kubectl port-forward svc/a 8080:80 >/dev/null 2>&1 &', [{ kind: 'port', port: 8080 }]],
    ['kubectl port-forward svc/a $PORT:80 &> log &', []],
    ['cd x && kubectl proxy --port 8001 &', [{ kind: 'serving' }]],
    ['kubectl proxy --port 8001 &', [{ kind: 'serving' }]],
    ['kubectl port-forward -v 0 deploy/a 80 &', [{ kind: 'forwarding', ports: 1 }]],
    ['kubectl port-forward --frob 5 deploy/a 80 81 &', [{ kind: 'forwarding', ports: 1 }]],
    ['while :; do kubectl port-forward deploy/a 80; done &', [{ kind: 'forwarding', ports: 1 }]],
    ['(kubectl port-forward deploy/a 8080:80) >log &', [{ kind: 'port', port: 8080 }]],
    [
      'kubectl port-forward svc/a 80 & kubectl port-forward svc/b 81 & wait',
      [
        { kind: 'forwarding', ports: 1 },
        { kind: 'forwarding', ports: 1 },
      ],
    ],
    ['forward() { kubectl port-forward svc/a 80 & }', []],
    ['kubectl get pods -w &', []],
    ['echo kubectl port-forward &', []],
    ['sleep 10 &', []],
  ])('%s', (script, expected) => {
    expect(builtInReadiness(script)).toEqual(expected);
  });
});

describe('whom a kill is meant for', () => {
  it.each([
    ['kill %1', { numbers: [1], pids: [], variables: [], certain: true }],
    [
      'kill -9 %2 4711 "$PID" ${OTHER} $!',
      { numbers: [2], pids: [4711], variables: ['PID', 'OTHER', '!'], certain: true },
    ],
    ['echo x; kill -TERM %1 2>/dev/null || true', { numbers: [1], pids: [], variables: [], certain: true }],
    ['if true; then kill -s TERM %1; fi', { numbers: [1], pids: [], variables: [], certain: false }],
    ['pkill -f port-forward', { numbers: [], pids: [], variables: [], certain: false }],
    ["trap 'rm x; kill $P' EXIT", undefined],
    ['stop() { kill $P; }', undefined],
    ['echo "please kill %1"', undefined],
    ['kill -0 %1', undefined],
    ['kill -STOP %1', undefined],
    ['echo skill %1', undefined],
    ['kubectl delete pod killer', undefined],
  ])('%s', (script, expected) => {
    expect(parseKill(script)).toEqual(expected);
  });
});
