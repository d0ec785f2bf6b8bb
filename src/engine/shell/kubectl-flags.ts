/** Names of flags, separated by blanks: `long`, or `long/s` with its letter. The next word is the value of `values`. */
export type FlagNames = { readonly values: string; readonly switches: string };

/** Flags of every command of kubectl 1.32, as `kubectl options` lists them. Made by generate-kubectl-flags.ts. */
export const kubectlOptions: FlagNames = {
  values:
    'as as-group as-uid cache-dir certificate-authority client-certificate client-key cluster context kubeconfig log-flush-frequency namespace/n password profile profile-output request-timeout server/s tls-server-name token user username v/v vmodule',
  switches: 'disable-compression insecure-skip-tls-verify match-server-version warnings-as-errors',
};

/** Flags of each command of kubectl, subcommands by their whole path, as each one's `--help` lists them. */
export const kubectlCommands: Readonly<Record<string, FlagNames>> = {
  create: {
    values: 'field-manager filename/f kustomize/k output/o raw selector/l template',
    switches:
      'allow-missing-template-keys dry-run edit recursive/R save-config show-managed-fields validate windows-line-endings',
  },
  'create clusterrole': {
    values: 'aggregation-rule field-manager non-resource-url output/o resource resource-name template verb',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create clusterrolebinding': {
    values: 'clusterrole field-manager group output/o serviceaccount template user',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create configmap': {
    values: 'field-manager from-env-file from-file from-literal output/o template',
    switches: 'allow-missing-template-keys append-hash dry-run save-config show-managed-fields validate',
  },
  'create cronjob': {
    values: 'field-manager image output/o restart schedule template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create deployment': {
    values: 'field-manager image output/o port replicas/r template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create ingress': {
    values: 'annotation class default-backend field-manager output/o rule template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create job': {
    values: 'field-manager from image output/o template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create namespace': {
    values: 'field-manager output/o template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create poddisruptionbudget': {
    values: 'field-manager max-unavailable min-available output/o selector template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create priorityclass': {
    values: 'description field-manager output/o preemption-policy template value',
    switches: 'allow-missing-template-keys dry-run global-default save-config show-managed-fields validate',
  },
  'create quota': {
    values: 'field-manager hard output/o scopes template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create role': {
    values: 'field-manager output/o resource resource-name template verb',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create rolebinding': {
    values: 'clusterrole field-manager group output/o role serviceaccount template user',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create secret': { values: '', switches: '' },
  'create secret docker-registry': {
    values:
      'docker-email docker-password docker-server docker-username field-manager from-file output/o template',
    switches: 'allow-missing-template-keys append-hash dry-run save-config show-managed-fields validate',
  },
  'create secret generic': {
    values: 'field-manager from-env-file from-file from-literal output/o template type',
    switches: 'allow-missing-template-keys append-hash dry-run save-config show-managed-fields validate',
  },
  'create secret tls': {
    values: 'cert field-manager key output/o template',
    switches: 'allow-missing-template-keys append-hash dry-run save-config show-managed-fields validate',
  },
  'create service': { values: '', switches: '' },
  'create service clusterip': {
    values: 'clusterip field-manager output/o tcp template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create service externalname': {
    values: 'external-name field-manager output/o tcp template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create service loadbalancer': {
    values: 'field-manager output/o tcp template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create service nodeport': {
    values: 'field-manager node-port output/o tcp template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create serviceaccount': {
    values: 'field-manager output/o template',
    switches: 'allow-missing-template-keys dry-run save-config show-managed-fields validate',
  },
  'create token': {
    values: 'audience bound-object-kind bound-object-name bound-object-uid duration output/o template',
    switches: 'allow-missing-template-keys show-managed-fields',
  },
  expose: {
    values:
      'cluster-ip external-ip field-manager filename/f kustomize/k labels/l load-balancer-ip name output/o override-type overrides port protocol selector session-affinity target-port template type',
    switches: 'allow-missing-template-keys dry-run recursive/R save-config show-managed-fields',
  },
  run: {
    values:
      'annotations env field-manager filename/f grace-period image image-pull-policy kustomize/k labels/l output/o override-type overrides pod-running-timeout port restart template timeout',
    switches:
      'allow-missing-template-keys attach cascade command dry-run expose force leave-stdin-open privileged quiet/q recursive/R rm save-config show-managed-fields stdin/i tty/t wait',
  },
  set: { values: '', switches: '' },
  'set env': {
    values:
      'containers/c env/e field-manager filename/f from keys kustomize/k output/o prefix selector/l template',
    switches:
      'all allow-missing-template-keys dry-run list local overwrite recursive/R resolve show-managed-fields',
  },
  'set image': {
    values: 'field-manager filename/f kustomize/k output/o selector/l template',
    switches: 'all allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  'set resources': {
    values: 'containers/c field-manager filename/f kustomize/k limits output/o requests selector/l template',
    switches: 'all allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  'set selector': {
    values: 'field-manager filename/f output/o resource-version template',
    switches: 'all allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  'set serviceaccount': {
    values: 'field-manager filename/f kustomize/k output/o template',
    switches: 'all allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  'set subject': {
    values: 'field-manager filename/f group kustomize/k output/o selector/l serviceaccount template user',
    switches: 'all allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  explain: { values: 'api-version output/o', switches: 'recursive' },
  get: {
    values:
      'chunk-size field-selector filename/f kustomize/k label-columns/L output/o raw selector/l sort-by subresource template',
    switches:
      'all-namespaces/A allow-missing-template-keys ignore-not-found no-headers output-watch-events recursive/R server-print show-kind show-labels show-managed-fields watch/w watch-only',
  },
  edit: {
    values: 'field-manager filename/f kustomize/k output/o subresource template',
    switches:
      'allow-missing-template-keys output-patch recursive/R save-config show-managed-fields validate windows-line-endings',
  },
  delete: {
    values: 'field-selector filename/f grace-period kustomize/k output/o raw selector/l timeout',
    switches:
      'all all-namespaces/A cascade dry-run force ignore-not-found interactive/i now recursive/R wait',
  },
  rollout: { values: '', switches: '' },
  'rollout history': {
    values: 'filename/f kustomize/k output/o revision selector/l template',
    switches: 'allow-missing-template-keys recursive/R show-managed-fields',
  },
  'rollout pause': {
    values: 'field-manager filename/f kustomize/k output/o selector/l template',
    switches: 'allow-missing-template-keys recursive/R show-managed-fields',
  },
  'rollout restart': {
    values: 'field-manager filename/f kustomize/k output/o selector/l template',
    switches: 'allow-missing-template-keys recursive/R show-managed-fields',
  },
  'rollout resume': {
    values: 'field-manager filename/f kustomize/k output/o selector/l template',
    switches: 'allow-missing-template-keys recursive/R show-managed-fields',
  },
  'rollout status': {
    values: 'filename/f kustomize/k revision selector/l timeout',
    switches: 'recursive/R watch/w',
  },
  'rollout undo': {
    values: 'filename/f kustomize/k output/o selector/l template to-revision',
    switches: 'allow-missing-template-keys dry-run recursive/R show-managed-fields',
  },
  scale: {
    values:
      'current-replicas filename/f kustomize/k output/o replicas resource-version selector/l template timeout',
    switches: 'all allow-missing-template-keys dry-run recursive/R show-managed-fields',
  },
  autoscale: {
    values: 'cpu-percent field-manager filename/f kustomize/k max min name output/o template',
    switches: 'allow-missing-template-keys dry-run recursive/R save-config show-managed-fields',
  },
  certificate: { values: '', switches: '' },
  'certificate approve': {
    values: 'filename/f kustomize/k output/o template',
    switches: 'allow-missing-template-keys force recursive/R show-managed-fields',
  },
  'certificate deny': {
    values: 'filename/f kustomize/k output/o template',
    switches: 'allow-missing-template-keys force recursive/R show-managed-fields',
  },
  'cluster-info': { values: '', switches: '' },
  'cluster-info dump': {
    values: 'namespaces output/o output-directory pod-running-timeout template',
    switches: 'all-namespaces/A allow-missing-template-keys show-managed-fields',
  },
  top: { values: '', switches: '' },
  'top node': { values: 'selector/l sort-by', switches: 'no-headers show-capacity use-protocol-buffers' },
  'top pod': {
    values: 'field-selector selector/l sort-by',
    switches: 'all-namespaces/A containers no-headers sum use-protocol-buffers',
  },
  cordon: { values: 'selector/l', switches: 'dry-run' },
  uncordon: { values: 'selector/l', switches: 'dry-run' },
  drain: {
    values: 'chunk-size grace-period pod-selector selector/l skip-wait-for-delete-timeout timeout',
    switches: 'delete-emptydir-data disable-eviction dry-run force ignore-daemonsets',
  },
  taint: {
    values: 'field-manager output/o selector/l template',
    switches: 'all allow-missing-template-keys dry-run overwrite show-managed-fields validate',
  },
  describe: {
    values: 'chunk-size filename/f kustomize/k selector/l',
    switches: 'all-namespaces/A recursive/R show-events',
  },
  logs: {
    values: 'container/c limit-bytes max-log-requests pod-running-timeout selector/l since since-time tail',
    switches:
      'all-containers all-pods follow/f ignore-errors insecure-skip-tls-verify-backend prefix previous/p timestamps',
  },
  attach: { values: 'container/c pod-running-timeout', switches: 'quiet/q stdin/i tty/t' },
  exec: { values: 'container/c filename/f pod-running-timeout', switches: 'quiet/q stdin/i tty/t' },
  'port-forward': { values: 'address pod-running-timeout', switches: '' },
  proxy: {
    values:
      'accept-hosts accept-paths address api-prefix keepalive port/p reject-methods reject-paths unix-socket/u www/w www-prefix/P',
    switches: 'append-server-path disable-filter',
  },
  cp: { values: 'container/c retries', switches: 'no-preserve' },
  auth: { values: '', switches: '' },
  'auth can-i': { values: 'subresource', switches: 'all-namespaces/A list no-headers quiet/q' },
  'auth reconcile': {
    values: 'filename/f kustomize/k output/o template',
    switches:
      'allow-missing-template-keys dry-run recursive/R remove-extra-permissions remove-extra-subjects show-managed-fields',
  },
  'auth whoami': { values: 'output/o template', switches: 'allow-missing-template-keys show-managed-fields' },
  debug: {
    values: 'container/c copy-to custom env filename/f image image-pull-policy profile set-image target',
    switches:
      'arguments-only attach keep-annotations keep-init-containers keep-labels keep-liveness keep-readiness keep-startup quiet/q replace same-node share-processes stdin/i tty/t',
  },
  events: {
    values: 'chunk-size for output/o template types',
    switches: 'all-namespaces/A allow-missing-template-keys no-headers show-managed-fields watch/w',
  },
  diff: {
    values: 'concurrency field-manager filename/f kustomize/k prune-allowlist selector/l',
    switches: 'force-conflicts prune recursive/R server-side show-managed-fields',
  },
  apply: {
    values:
      'field-manager filename/f grace-period kustomize/k output/o prune-allowlist selector/l subresource template timeout',
    switches:
      'all allow-missing-template-keys cascade dry-run force force-conflicts openapi-patch overwrite prune recursive/R server-side show-managed-fields validate wait',
  },
  'apply edit-last-applied': {
    values: 'field-manager filename/f kustomize/k output/o template',
    switches: 'allow-missing-template-keys recursive/R show-managed-fields validate windows-line-endings',
  },
  'apply set-last-applied': {
    values: 'filename/f output/o template',
    switches: 'allow-missing-template-keys create-annotation dry-run show-managed-fields',
  },
  'apply view-last-applied': {
    values: 'filename/f kustomize/k output/o selector/l',
    switches: 'all recursive/R',
  },
  patch: {
    values: 'field-manager filename/f kustomize/k output/o patch/p patch-file subresource template type',
    switches: 'allow-missing-template-keys dry-run local recursive/R show-managed-fields',
  },
  replace: {
    values: 'field-manager filename/f grace-period kustomize/k output/o raw subresource template timeout',
    switches:
      'allow-missing-template-keys cascade dry-run force recursive/R save-config show-managed-fields validate wait',
  },
  wait: {
    values: 'field-selector filename/f for output/o selector/l template timeout',
    switches: 'all all-namespaces/A allow-missing-template-keys local recursive/R show-managed-fields',
  },
  kustomize: {
    values:
      'env/e helm-api-versions helm-command helm-kube-version load-restrictor mount network-name output/o',
    switches: 'as-current-user enable-alpha-plugins enable-helm helm-debug network',
  },
  label: {
    values:
      'field-manager field-selector filename/f kustomize/k output/o resource-version selector/l template',
    switches:
      'all all-namespaces/A allow-missing-template-keys dry-run list local overwrite recursive/R show-managed-fields',
  },
  annotate: {
    values:
      'field-manager field-selector filename/f kustomize/k output/o resource-version selector/l template',
    switches:
      'all all-namespaces/A allow-missing-template-keys dry-run list local overwrite recursive/R show-managed-fields',
  },
  completion: { values: '', switches: '' },
  'api-resources': {
    values: 'api-group categories output/o sort-by verbs',
    switches: 'cached namespaced no-headers',
  },
  'api-versions': { values: '', switches: '' },
  config: { values: '', switches: '' },
  'config current-context': { values: '', switches: '' },
  'config delete-cluster': { values: '', switches: '' },
  'config delete-context': { values: '', switches: '' },
  'config delete-user': { values: '', switches: '' },
  'config get-clusters': { values: '', switches: '' },
  'config get-contexts': { values: 'output/o', switches: 'no-headers' },
  'config get-users': { values: '', switches: '' },
  'config rename-context': { values: '', switches: '' },
  'config set': { values: '', switches: 'set-raw-bytes' },
  'config set-cluster': {
    values: 'certificate-authority proxy-url server tls-server-name',
    switches: 'embed-certs insecure-skip-tls-verify',
  },
  'config set-context': { values: 'cluster namespace user', switches: 'current' },
  'config set-credentials': {
    values:
      'auth-provider auth-provider-arg client-certificate client-key exec-api-version exec-arg exec-command exec-env exec-interactive-mode password token username',
    switches: 'embed-certs exec-provide-cluster-info',
  },
  'config unset': { values: '', switches: '' },
  'config use-context': { values: '', switches: '' },
  'config view': {
    values: 'output/o template',
    switches: 'allow-missing-template-keys flatten merge minify raw show-managed-fields',
  },
  plugin: { values: '', switches: '' },
  'plugin list': { values: '', switches: 'name-only' },
  version: { values: 'output/o', switches: 'client' },
};

/** Other names of commands. */
export const kubectlAliases: Readonly<Record<string, string>> = {
  'create cm': 'create configmap',
  'create cj': 'create cronjob',
  'create deploy': 'create deployment',
  'create ing': 'create ingress',
  'create ns': 'create namespace',
  'create pdb': 'create poddisruptionbudget',
  'create pc': 'create priorityclass',
  'create resourcequota': 'create quota',
  'create svc': 'create service',
  'create sa': 'create serviceaccount',
  'set sa': 'set serviceaccount',
  'top nodes': 'top node',
  'top no': 'top node',
  'top pods': 'top pod',
  'top po': 'top pod',
  'config use': 'config use-context',
};
