import { sh } from '../sh.ts';

/** Objects on clusters: applied, read, and deleted at the end. */
export const manifests = sh`
# Says where the calls below go: CLUSTER [NAMESPACE].
rb_place() {
  rb_cluster=$1 rb_namespace=\${2-} rb_at=(--context "$1")
  if [ -z "$1" ]; then
    rb_nowhere='no cluster is named: the variable of the block is empty'
  elif [ $# -gt 1 ] && [ -z "$2" ]; then
    rb_nowhere='no namespace is named: the variable of the block is empty'
  else
    rb_nowhere=''
    [ $# -eq 1 ] || rb_at+=(-n "$2")
  fi
}

rb_kubectl() {
  if [ -n "$rb_nowhere" ]; then
    echo "$rb_nowhere" >&2
    return 1
  fi
  command kubectl "\${rb_at[@]}" "$@"
}

rb_force=--force-conflicts

# Applies the object on stdin with server-side apply and says what became of it, which kubectl does not: NAME [NUMBER].
# In a later try an object that was taken is only looked at again. With the number of its statement it is deleted at
# the end.
rb_apply() {
  local name=$1 object=$rb_dir/object.yaml before after result
  command cat >|"$object"
  rb_objects=$((rb_objects + 1))
  result=\${rb_results[rb_objects]-failed}
  rb_results[rb_objects]=failed
  if [ $# -gt 1 ] && [ "$rb_tries" -eq 1 ]; then
    { printf '%s\n' "$rb_cluster" "$rb_namespace" "$name" && command cat "$object"; } \
      >"$rb_dir/delete.$2.$(printf %03d "$rb_objects")"
  fi
  # From a file: of stdin kubectl makes a list.
  before=$(rb_kubectl get -f "$object" --ignore-not-found -o jsonpath="$rb_facts") || {
    echo "$name failed"
    return 0
  }
  after=$before
  if [ -z "$before" ] || [ "$result" = failed ]; then
    after=$(rb_kubectl apply --server-side --field-manager=runbook "$rb_force" -f "$object" \
      -o jsonpath="$rb_facts") || {
      echo "$name failed"
      return 0
    }
    result=configured
    [ -n "$before" ] || result=created
    [ "\${before%%$'\n'*}" != "\${after%%$'\n'*}" ] || result=unchanged
  fi
  rb_results[rb_objects]=$result rb_done=$((rb_done + 1))
  echo "$name $result"
  echo "$after" | rb_conditions
}

# An object's version, generations, and conditions: a route has them for each parent, a policy for each ancestor.
rb_facts='{.metadata.resourceVersion}{"\n"}generations {.metadata.generation}/{.status.observedGeneration}{"\n"}'
for rb_part in .status '.status.parents[*]' '.status.ancestors[*]'; do
  rb_facts=$rb_facts"{range $rb_part.conditions[*]}"'{.type}={.status}={.observedGeneration}={.reason}{"\n"}{end}'
done

# A line for each condition. Of one that an object has several times the worst is said; one that was written for an
# earlier generation says nothing yet.
rb_conditions() {
  command awk '
    NR == 1 { next }
    NR == 2 { sub(/^generations /, ""); split($0, generation, "/"); next }
    split($0, part, "=") >= 3 && part[1] != "" {
      own = part[3] + 0 > 0 ? part[3] : generation[2]
      status = own + 0 > 0 && own + 0 < generation[1] + 0 ? "Unknown" : part[2]
      if (!(part[1] in worst)) order[++count] = part[1]
      else if (rank(status) >= rank(worst[part[1]])) next
      worst[part[1]] = status
      reason[part[1]] = part[4] == "" ? "" : " (" part[4] ")"
    }
    function rank(status) { return index("False Unknown True", status) }
    END { for (i = 1; i <= count; i++) print "  " order[i] "=" worst[order[i]] reason[order[i]] }'
}

rb_all_applied() {
  rb_ran $((rb_done < rb_objects)) $((rb_done < rb_objects))
  [ "$rb_status" -eq 0 ] || rb_fail="$((rb_objects - rb_done)) of its objects could not be applied"
}

# What is said of the applied objects: result WORD [OBJECT] | condition TYPE STATUS [OBJECT]. All of them must have the
# result, and of each kind of which one has the condition all must have it so.
rb_says() {
  rb_observe
  rb_detail=$(command awk -v what="$1" -v wanted="$2" -v status="$3" -v negated="$rb_negated" -v asked="\${!#}" '
    BEGIN { if (what == "result") { asked = status; status = "" } }
    /^[^ ]+\/[^ ]+ [A-Za-z0-9_]+$/ {
      plain = $1
      sub(/\.[^\/]*\//, "/", plain)
      current = asked == "" || tolower(asked) == $1 || tolower(asked) == plain ? ++count : 0
      if (!current) next
      name[count] = $1; result[count] = $2; kind[count] = $1; sub(/\/.*/, "", kind[count])
    }
    /^  [^ =]+=[^ ]/ && current {
      split(substr($1, 1), pair, "=")
      if (pair[1] == wanted && !(current in has)) { has[current] = pair[2]; kinds[kind[current]] = 1; said[current] = $0 }
    }
    function finish(code, text) { print text; ended = 1; exit code }
    END {
      if (ended) exit
      if (!count) finish(2, asked == "" ? "nothing was applied" : asked " was not applied")
      for (i = 1; i <= count; i++) {
        if (what == "condition" && !(kind[i] in kinds)) continue
        seen++
        fit = what == "result" ? result[i] == wanted : (i in has) && has[i] == status
        if (what == "condition" && !(i in has) && negated) finish(2, name[i] " has no " wanted " yet")
        fits += fit
        if (fit == (negated != "")) shown = name[i] " " (what == "result" ? result[i] : i in has ? said[i] : "has no " wanted " yet")
      }
      if (!seen) finish(2, "no object has the condition " wanted)
      finish(negated ? !fits : fits < seen, shown)
    }' "$rb_text")
}

# Reads the objects that a document asks for: VARIABLES IDENTITY, which is its kind, name and namespace as JSON.
rb_read() {
  local name namespace found
  rb_objects=$((rb_objects + 1))
  if ! rb_take_values "$1"; then
    # Which variable it is that has no value is for the check to say.
    rb_done=$((rb_done + 1))
    echo '{}'
    return 0
  fi
  name=$(rb_plain "$2" name) namespace=$(rb_plain "$2" namespace)
  [ -z "$namespace" ] || rb_at=(--context "$rb_cluster" -n "$namespace")
  if [ -n "$name" ]; then
    found=$(command jq -n --argjson asked "$2" --arg name "$name" '$asked + {metadata: {name: $name}}' |
      rb_kubectl get -f - --ignore-not-found -o json)
  else
    found=$(rb_kubectl get "$(command jq -n -r --argjson asked "$2" '$asked |
      (.apiVersion | split("/") | if length == 1 then [""] + . else . end) as $version |
      .kind + "." + $version[1] + "." + $version[0]')" -o json)
  fi || {
    echo '{}'
    return 0
  }
  rb_done=$((rb_done + 1))
  printf '%s' "$found" | command jq -s -c '{found: (if .[0].kind // "" | endswith("List") then .[0].items else . end)}'
}

# A name or namespace as it is asked for; nothing when only its form is given.
rb_plain() {
  command env "\${rb_values[@]}" jq -n -r --argjson asked "$1" --arg key "$2" "$rb_jq"'
    $asked.metadata[$key] // "" |
    if type == "string" then .
    else .["~"] | if type == "array" then .[1:] | filled else ["..."] end |
      if all(.[]; startswith("=")) then map(.[1:]) | join("") else "" end
    end'
}

rb_all_read() {
  rb_ran $((rb_done < rb_objects)) $((rb_done < rb_objects))
  [ "$rb_status" -eq 0 ] || rb_fail='not everything could be read from the cluster'
}

# Deletes what a statement has applied, last first: NUMBER LINE.
rb_delete() {
  local file files='' name object place
  shopt -u failglob
  for file in "$rb_dir/delete.$1".*; do [ ! -e "$file" ] || files="$file $files"; done
  for file in $files; do
    { read -r rb_cluster; read -r rb_namespace; read -r name; object=$(command cat); } <"$file"
    place=("$rb_cluster")
    [ -z "$rb_namespace" ] || place+=("$rb_namespace")
    rb_place "\${place[@]}"
    if printf '%s\n' "$object" | rb_kubectl delete -f - --ignore-not-found --cascade=background \
      >"$rb_dir/deleted" 2>&1; then
      rb_say "  ✓ $name deleted"
    else
      rb_failed=$((rb_failed + 1)) rb_passed=$((rb_passed - 1))
      rb_say "✗ $rb_file:$2  $name could not be deleted: $(command tail -n 1 "$rb_dir/deleted")"
      rb_stop 1
    fi
  done
}
`;
