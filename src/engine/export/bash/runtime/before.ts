import { sh } from '../sh.ts';

/** What is looked at before anything runs: tools, clusters, objects. All that is missing is said at once. */
export const before = sh`
rb_problem() {
  printf '%s\n' "✗ $1" >&98
  rb_code=3
}

# A tool and the versions that will do, as alternatives of comparisons: TOOL RANGE COMPARISONS ARGUMENT….
rb_tool() {
  local tool=$1 range=$2 comparisons=$3 version
  shift 3
  if ! command -v "$tool" >/dev/null; then
    rb_problem "$tool is needed, but is not on PATH."
    return
  fi
  [ -n "$comparisons" ] || return 0
  version=$(KUBECONFIG=/dev/null command "$tool" "$@" 2>&1 </dev/null)
  echo "$version" | rb_version_fits "$comparisons" || rb_problem "$tool $range is needed, but $tool $* does not say so."
}

rb_version_fits() {
  command awk -v alternatives="$1" '
    function compare(a, b,   x, y, k) {
      split(a, x, "."); split(b, y, ".")
      for (k = 1; k <= 3; k++) if (x[k] + 0 != y[k] + 0) return x[k] + 0 < y[k] + 0 ? -1 : 1
      return 0
    }
    function holds(comparison,   order) {
      match(comparison, /[0-9]/)
      order = compare(version, substr(comparison, RSTART))
      if (comparison ~ /^>=/) return order >= 0
      if (comparison ~ /^<=/) return order <= 0
      if (comparison ~ /^>/) return order > 0
      if (comparison ~ /^</) return order < 0
      return order == 0
    }
    version == "" && match($0, /[0-9]+\.[0-9]+(\.[0-9]+)?/) { version = substr($0, RSTART, RLENGTH) }
    END {
      count = split(alternatives, alternative, / *\|\| */)
      for (k = 1; k <= count && !fits; k++) {
        fits = version != ""
        parts = split(alternative[k], part, " ")
        for (p = 1; p <= parts; p++) if (!holds(part[p])) fits = 0
      }
      exit !fits
    }'
}

# Only these contexts can be touched: the session gets a kubeconfig with nothing else in it. VARIABLE….
rb_take_clusters() {
  local name context known files='' number=0
  known=$(command kubectl config get-contexts -o name 2>/dev/null)
  for name in "$@"; do
    context=\${!name}
    if ! printf '%s\n' "$known" | command grep -qxF -e "$context"; then
      rb_problem "The context $context ($name) is not in the kubeconfig. Set $name to one that is."
      continue
    fi
    number=$((number + 1))
    command kubectl config view --raw --minify --flatten --context="$context" >"$rb_dir/kubeconfig.$number"
    files=$files\${files:+:}$rb_dir/kubeconfig.$number
  done
  [ "$rb_code" -eq 0 ] || return 0
  KUBECONFIG=$files command kubectl config view --raw --flatten >"$rb_dir/kubeconfig"
  export KUBECONFIG=$rb_dir/kubeconfig
}

# An object that must exist on the first cluster, in whatever namespace: CONTEXT RESOURCE NAME.
rb_need() {
  [ "$rb_code" -eq 0 ] || return 0
  [ -n "$(command kubectl --context "$1" get "$2" -A --field-selector "metadata.name=$3" -o name 2>/dev/null)" ] ||
    rb_problem "$2/$3 is needed, but is not on $1."
}

rb_ready_to_start() {
  if [ "$rb_code" -ne 0 ]; then
    command rm -rf "$rb_dir"
    exit "$rb_code"
  fi
  rb_set_traps
  rb_start_watcher
}
`;
