import { describe, expect, it } from 'vitest';
import type { CommandLine } from '../../../../src/engine/shell/command-line.ts';
import { kubectlCommandsIn } from '../../../../src/engine/shell/kubectl.ts';

/** A command line as text: `verb subverb | operands | flags | what follows the dashes`, with `?` where it isn't certain. */
function shown({ verb, subverb, operands, flags, afterDashes, certain }: CommandLine): string {
  const given = [...flags].map(
    ([name, values]) => `${name}=${values.map((value) => (value === true ? 'true' : value.value)).join(',')}`,
  );
  const parts = [operands.map(({ value }) => value), given, (afterDashes ?? []).map(({ value }) => value)];
  const words = parts.map((part) => part.join(' ')).filter((part) => part !== '');
  return [[verb, subverb].filter(Boolean).join(' '), ...words, ...(certain ? [] : ['?'])].join(' | ');
}

describe('a command line of kubectl', () => {
  it.each([
    ['kubectl get pods', 'get | pods'],
    [
      'kubectl -v 0 --request-timeout 5s -s https://x get pods -w',
      'get | pods | v=0 request-timeout=5s server=https://x watch=true',
    ],
    [
      'kubectl --context "my ctx" port-forward -v 0 deploy/web 80 8080:http',
      'port-forward | deploy/web 80 8080:http | context=my ctx v=0',
    ],
    ['kubectl logs -f -p web -c app', 'logs | web | follow=true previous=true container=app'],
    ['kubectl apply -f a.yaml -f b.yaml', 'apply | filename=a.yaml,b.yaml'],
    ['kubectl logs -fn shop web', 'logs | web | follow=true namespace=shop'],
    ['kubectl -nshop -o=wide get po', 'get | po | namespace=shop output=wide'],
    ['kubectl get pods --watch=false', 'get | pods | watch=false'],
    ['kubectl exec -it web -c app -- sh -c x', 'exec | web | stdin=true tty=true container=app | sh -c x'],
    [
      'kubectl create -n a secret generic s --from-literal a=b',
      'create secret generic | s | namespace=a from-literal=a=b',
    ],
    ['kubectl create ns shop', 'create namespace | shop'],
    ['kubectl rollout status deploy/web --timeout 2m', 'rollout status | deploy/web | timeout=2m'],
    ['kubectl top po', 'top pod'],
    ['kubectl apply --dry-run -f x', 'apply | dry-run=true filename=x'],
    ['k get $A -n "$B"', 'get | $A | namespace=$B'],
    ['sudo oc get pods', 'get | pods'],
    ['kubectl patch svc web -p x --type merge', 'patch | svc web | patch=x type=merge'],
    ['kubectl config use-context x', 'config use-context | x'],
    // A plugin's flags aren't known: what follows one may be its value.
    ['kubectl neat get --strange=1 pods --other -o yaml', 'neat | get pods | strange=1 other=true | ?'],
    ['kubectl port-forward --frob 5 deploy/web 80', 'port-forward | ?'],
    ['kubectl get pods --frob', 'get | pods | frob=true'],
    ['kubectl --frob 5 get pods', ' | ?'],
    ['kubectl get "${ARGS[@]}" pods', 'get | ?'],
    ['kubectl $VERB pods', ' | ?'],
    ['kubectl get --$FLAG pods', 'get | ?'],
    ['kubectl delete pod web-{1,2} x', 'delete | pod | ?'],
    ['ls | xargs kubectl delete pod', 'delete | pod | ?'],
    ['kubectl get -n', 'get | ?'],
  ])('%s', (script, expected) => {
    expect(kubectlCommandsIn(script).map(shown)).toEqual([expected]);
  });

  it('is none where kubectl is only a word', () => {
    expect(kubectlCommandsIn('echo kubectl get pods; which kubectl; ./kubectl-x y')).toEqual([]);
  });
});
