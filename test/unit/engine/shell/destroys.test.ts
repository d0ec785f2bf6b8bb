import { describe, expect, it } from 'vitest';
import { destroyingIn } from '../../../../src/engine/shell/destroys.ts';
import { simpleCommands } from '../../../../src/engine/shell/simple-commands.ts';

const found = (script: string): string | undefined => destroyingIn(simpleCommands(script));

describe('a command that destroys', () => {
  it.each([
    ['kubectl --context $C -n pay delete pod web', 'kubectl delete'],
    ['sudo kubectl drain node-1 --ignore-daemonsets', 'kubectl drain'],
    ['kubectl -n pay scale deploy/web --replicas 0', 'kubectl scale'],
    ['kubectl replace --force -f x.yaml', 'kubectl replace'],
    ['for p in $(kubectl get pods -o name); do kubectl delete "$p"; done', 'kubectl delete'],
    ['kubectl get pods -o name | xargs kubectl delete', 'kubectl delete'],
    ['helm -n pay uninstall web', 'helm uninstall'],
    ['helm uninstall web -n pay', 'helm uninstall'],
    ['rm -rf "$DIR"/*', 'rm'],
    ['bash -c "rm -r x"', 'rm'],
    ['find . -name x -delete', 'find'],
    ['terraform destroy -auto-approve', 'terraform destroy'],
    ['aws ec2 terminate-instances --instance-ids i-1', 'aws ec2 terminate-instances'],
    ['gcloud compute instances delete web', 'gcloud compute instances delete'],
    ['mkfs.ext4 /dev/sdb', 'mkfs.ext4'],
    ['test -e x && { git reset --hard; }', 'git reset'],
  ])('is found in %s', (script, expected) => expect(found(script)).toBe(expected));

  it.each([
    'kubectl delete pod web --dry-run=server',
    'kubectl scale deploy/web --replicas=3',
    'kubectl get pods',
    'kubectl explain pod.spec',
    'rm file',
    'helm list',
    'terraform plan',
    'echo kubectl delete',
    'git push',
    'aws s3 ls',
  ])('is none in %s', (script) => expect(found(script)).toBeUndefined());
});
