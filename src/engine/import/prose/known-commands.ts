/** Programs that a line of an operations document is likely to begin with. Words of plain English are left out. */
export const knownCommands: ReadonlySet<string> = new Set(
  `
  agentctl ansible ansible-playbook apt apt-get argocd aws awk az bash base64 bazel brew buildah bun bundle
  cargo cat cd chmod chown cilium cmctl cmake conda cp crane crictl ctr curl cut date deno dig docker docker-compose
  doctl dotnet echo eksctl env envsubst eval export fluxctl flux gcloud gh git glooctl go gradle grep grpcurl gunzip gzip
  head helm helmfile host htpasswd hey http istioctl jobs journalctl jq k3d k9s kill killall kind kn ko krew kubectl
  kubectx kubens kustomize linkerd ln ls make meshctl minikube mkdir mktemp mv mvn nc node npm npx nslookup oc openssl
  openssl pbcopy ping pip pip3 pkill pnpm podman printf psql pulumi pwd python python3 readlink redis-cli rm rmdir rsync
  ruby scp sed seq sh sha256sum skaffold skopeo sleep snap solo sops source ssh ssh-keygen stern step sudo systemctl tail
  tar tee terraform tofu touch tr tree uname uniq unset unzip uv vault vcluster velero wc wget which xargs xdg-open
  yarn yq zip
  `
    .trim()
    .split(/\s+/),
);
