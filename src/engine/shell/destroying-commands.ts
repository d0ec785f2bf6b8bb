/**
 * What takes something away that does not come back by itself, or stops what serves. A row is the first words of a
 * command, `|` between those that mean the same and `*` for any characters of one word, and what must stand among its
 * flags, where the words alone do no harm. Commands of kubectl are read by its own rules of flags; of the others, flags
 * may stand between the words.
 */
export type DestroyingCommand = {
  readonly words: string;
  /** One of the flags is of this form. */
  readonly flag?: RegExp;
};

/** With one of these nothing happens. */
export const harmlessFlag = /^(?:--(?:dry-run(?:=(?!none).*)?|help|what-if|noop|check)|--dryrun|-h)$/;

/**
 * @see https://kubernetes.io/docs/reference/kubectl/generated/
 * @see https://helm.sh/docs/helm/helm_uninstall/
 * @see https://developer.hashicorp.com/terraform/cli/commands
 * @see https://istio.io/latest/docs/reference/commands/istioctl/
 */
export const destroyingCommands: readonly DestroyingCommand[] = [
  { words: 'kubectl delete' },
  { words: 'kubectl drain' },
  { words: 'kubectl cordon' },
  { words: 'kubectl scale', flag: /^--replicas=0$/ },
  { words: 'kubectl replace', flag: /^--force(?:=true)?$/ },
  { words: 'kubectl apply', flag: /^--prune(?:=true)?$/ },
  { words: 'helm uninstall|delete|del|un' },
  { words: 'istioctl uninstall' },
  { words: 'istioctl waypoint delete' },
  { words: 'terraform|tofu destroy' },
  { words: 'terraform|tofu apply', flag: /^--?destroy$/ },
  { words: 'terraform|tofu state rm' },
  { words: 'pulumi destroy' },
  { words: 'flux uninstall|delete' },
  { words: 'argocd app delete' },
  { words: 'kind|k3d|minikube delete' },
  { words: 'eksctl delete' },
  { words: 'k3d cluster delete' },
  { words: 'rm', flag: /^(?:-[a-zA-Z]*[rR][a-zA-Z]*|--recursive)$/ },
  { words: 'find', flag: /^-delete$/ },
  { words: 'dd', flag: /^of=/ },
  { words: 'mkfs*|wipefs|shred|blkdiscard' },
  { words: 'shutdown|reboot|poweroff|halt' },
  { words: 'systemctl stop|disable|mask|kill|poweroff|reboot' },
  { words: 'docker|podman rm|rmi' },
  { words: 'docker|podman system|image|container|volume|network prune|rm' },
  { words: 'docker|podman compose down' },
  { words: 'git reset', flag: /^--hard$/ },
  { words: 'git clean', flag: /^-[a-zA-Z]*f|^--force$/ },
  { words: 'git push', flag: /^(?:-f|--force(?:-with-lease.*)?|--delete|-d)$/ },
  { words: 'aws s3 rm|rb' },
  { words: 'aws * delete-*|terminate-*|stop-*|deregister-*' },
  { words: 'az * delete' },
  { words: 'az * * delete' },
  { words: 'gcloud * * delete' },
  { words: 'gcloud * * * delete' },
  { words: 'dropdb|dropuser' },
  { words: 'redis-cli flushall|flushdb' },
];
