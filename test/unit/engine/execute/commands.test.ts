import { describe, expect, it } from 'vitest';
import { builtInReadiness } from '../../../../src/engine/execute/background-command.ts';
import { expectedEnds, parseKill } from '../../../../src/engine/execute/kill-command.ts';
import { commandsRun, KnownNames } from '../../../../src/engine/shell/calls.ts';

describe('what a background command waits for by itself', () => {
  const forwarding = (ports: readonly string[], localhost = true) => ({
    kind: 'forwarding',
    ports,
    localhost,
  });
  it.each([
    ['kubectl port-forward svc/a 8080:80 &', [forwarding(['8080:80'])]],
    [
      'kubectl --context $C -n ns port-forward --address 0.0.0.0 pod/a :80 9090 &',
      [forwarding([':80', '9090'], false)],
    ],
    ['kubectl port-forward --address localhost,10.0.0.1 pod/a 80 &', [forwarding(['80'])]],
    ['k port-forward -n=ns deploy/a \\\n  8080:http 2>err.log &', [forwarding(['8080:http'])]],
    ['kubectl port-forward svc/a 8080:80 >/dev/null 2>&1 &', [{ kind: 'port', port: '8080' }]],
    ['kubectl port-forward svc/a $PORT:80 &> log &', [{ kind: 'port', port: '$PORT' }]],
    ['kubectl port-forward svc/a 8080:80 | tee log &', [{ kind: 'port', port: '8080' }]],
    ['cd x && kubectl proxy --port 8001 &', [{ kind: 'serving', port: '8001' }]],
    ['kubectl proxy &', [{ kind: 'serving', port: '8001' }]],
    ['kubectl port-forward -v 0 deploy/a 80 &', [forwarding(['80'])]],
    // What follows the flag can't be told, but that a port is forwarded can.
    ['kubectl port-forward --frob 5 deploy/a 80 81 &', [forwarding([])]],
    ['while :; do kubectl port-forward deploy/a 80; done &', [forwarding(['80'])]],
    ['for p in 81 82; do kubectl port-forward deploy/a $p:80 & done', [forwarding(['81:80', '82:80'])]],
    ['(kubectl port-forward deploy/a 8080:80) >log &', [{ kind: 'port', port: '8080' }]],
    ['{ kubectl port-forward svc/a 80 & kubectl port-forward svc/b 81 & }', [forwarding(['80', '81'])]],
    ['kubectl port-forward svc/a 80', []],
    ['forward() { kubectl port-forward svc/a 80 & }', []],
    ['kubectl port-forward --help &', []],
    ['kubectl get pods -w &', []],
    ['echo kubectl port-forward &', []],
    ['sleep 10 &', []],
  ])('%s', (script, expected) => {
    expect(builtInReadiness(commandsRun(script, new KnownNames()))).toEqual(expected);
  });
});

describe('a name that is known', () => {
  const known = new KnownNames();
  const forwards = (...ports: readonly string[]) => [{ kind: 'forwarding', ports, localhost: true }];
  for (const text of [
    'forward() { kubectl port-forward "svc/$1" "${2}:80"; }',
    'start() { if [ -n "$1" ]; then forward a "$PORT" & fi; }',
    'stop() { kill $PID; stop; }',
    'on() { kubectl --context one "$@"; }',
    'k() { kubectl -n shop "$@"; }',
    'KC="kubectl --context $C"; alias shop="sudo kubectl -n shop"',
  ])
    known.learn(text);

  it.each([
    ['forward web 8080 &', forwards('8080:80')],
    ['forward web 8080', []],
    ['start x', forwards('$PORT:80')],
    ['on port-forward svc/web 8080:80 &', forwards('8080:80')],
    ['k port-forward svc/web 8080:80 &', forwards('8080:80')],
    ['$KC port-forward svc/web 8080:80 &', forwards('8080:80')],
    ['${KC} -n shop port-forward svc/web 8080:80 &', forwards('8080:80')],
    ['shop port-forward svc/web 8080:80 &', forwards('8080:80')],
    ['$OTHER port-forward svc/web 8080:80 &', []],
  ])('runs what it is made of where it is called: %s', (script, expected) => {
    expect(builtInReadiness(commandsRun(script, known))).toEqual(expected);
  });

  it('ends what it kills', () => {
    expect(parseKill(commandsRun('stop', known))?.variables).toEqual(['PID']);
  });
});

describe('whom a kill is meant for', () => {
  const targets = { numbers: [], pids: [], variables: [], others: false, certain: true };
  it.each([
    ['kill %1', { ...targets, numbers: [1] }],
    [
      'kill -9 %2 4711 "$PID" ${OTHER} $!',
      { ...targets, numbers: [2], pids: [4711], variables: ['PID', 'OTHER', '!'] },
    ],
    ['kill -- -$PID', { ...targets, variables: ['PID'] }],
    ['echo x; kill -TERM %1 2>/dev/null || true', { ...targets, numbers: [1] }],
    ['if true; then kill -s TERM %1; fi', { ...targets, numbers: [1], certain: false }],
    ['kill $(jobs -p)', { ...targets, others: true }],
    ['kill %kubectl %1', { ...targets, numbers: [1], others: true }],
    ['pkill -f port-forward', { ...targets, others: true, certain: false }],
    ['sudo kill %1', { ...targets, numbers: [1] }],
    ["trap 'rm x; kill $P' EXIT", undefined],
    ['stop() { kill $P; }', undefined],
    ['echo "please kill %1"', undefined],
    ['kill -0 %1', undefined],
    ['kill -STOP %1', undefined],
    ['kill -s USR1 %1', undefined],
    ['kill -l', undefined],
    ['echo skill %1', undefined],
    ['kubectl delete pod killer', undefined],
  ])('%s', (script, expected) => {
    expect(parseKill(commandsRun(script, new KnownNames()))).toEqual(expected);
  });
});

describe('whose end is expected', () => {
  const none = { numbers: [], pids: [], variables: [], others: false };
  it.each([
    ['wait %1', { ...none, numbers: [1] }],
    ['wait $PID "$OTHER"', { ...none, variables: ['PID', 'OTHER'] }],
    ['wait -n', { ...none, others: true }],
    ['wait || true', { ...none, others: true }],
    ['wait', none],
    ['fg', { ...none, others: true }],
    ['kubectl wait pod/a --for=condition=Ready', none],
    ['echo wait kill fg', none],
  ])('%s', (script, expected) => {
    expect(expectedEnds(commandsRun(script, new KnownNames()))).toEqual(expected);
  });
});
