import { sh } from '../sh.ts';

/**
 * Values of JSON, by jq: no shell can read JSON, kubectl's own paths can't be asked of a text, and a reader in awk would
 * take quadratic time. What is wanted is JSON with patterns as `{"~": […]}`, as `wanted-json.ts` writes it.
 */
export const json = sh`
# Looks at a path: VARIABLES STEPS SIGN [WANTED]. A step is a key, an index, or null for every item.
rb_json() {
  rb_ask "$1" "$rb_jq_path" --argjson steps "$2" --argjson given "$(($# - 3))" --arg sign "$3" --argjson wanted "\${4-null}"
}

# Compares the whole document: VARIABLES subset|exact WANTED.
rb_json_has() {
  rb_ask "$1" "$rb_jq_whole" --arg how "$2" --argjson wanted "$3"
}

# Looks for an object among those that were read for a document of the block: VARIABLES DOCUMENT WANTED.
rb_object() {
  rb_ask "$1" "$rb_jq_object" --argjson document "$2" --argjson wanted "$3"
}

# Asks jq about the output: VARIABLES PROGRAM OPTION…. The answer is a word and, on the next line, what there is instead.
rb_ask() {
  local answer program=$rb_jq$2
  rb_take_values "$1" || return 3
  shift 2
  rb_observe
  # jq reads numbers as doubles.
  if LC_ALL=C command awk '{ gsub(/"([^"\\\\]|\\\\.)*"/, "") } /[0-9][0-9.]+/ { while (match($0, /[0-9][0-9.]+/)) { if (RLENGTH > 15) exit 1; $0 = substr($0, RSTART + RLENGTH) } }' "$rb_text"; then :; else
    rb_detail='a number has more digits than jq compares'
    return 3
  fi
  if ! answer=$(command env "\${rb_values[@]}" jq -n -r --arg negated "$rb_negated" "$@" "$program" "$rb_text" \
    2>"$rb_dir/jq"); then
    rb_detail="not JSON: $(command head -n 1 "$rb_text" | command cut -c 1-80 | rb_hide_secrets)"
    return 2
  fi
  case $answer in *$'\n'*) rb_detail=$(printf '%s' "\${answer#*$'\n'}" | rb_hide_secrets) ;; esac
  case $answer in found*) return 0 ;; missing*) return 1 ;; *) return 2 ;; esac
}

# Sets rb_values for jq: the values of the variables, all of which must have one.
rb_take_values() {
  local name
  rb_values=(LC_ALL=C)
  for name in $1; do
    rb_has_value "$name" || return 1
    rb_values+=("$name=\${!name}")
  done
}

rb_jq='
def blank: "[\t\n\u000b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";
# A pattern as a regular expression, chunk by chunk as it is between gaps.
def filled:
  map(if startswith("$")
    then env[.[1:]] | match("(?:(?!" + blank + ")[\\s\\S])+|" + blank + "+"; "g").string |
      if test("^" + blank) then "_" else "=" + . end
    else . end);
def part:
  if startswith("=") then .[1:] | gsub("(?<c>[\\\\^$.|?*+()\\[\\]{}])"; "\\" + .c)
  elif . == "_" then "(?>" + blank + "+)"
  elif . == "x" then "(?<![0-9])[0-9]{1,3}(?![0-9])"
  elif . == "HTTP" then "(?>HTTP(?:/[0-9](?:[.][0-9])?)?)"
  else .[1:] | gsub("x"; "[0-9]")
  end;
def chunk($first; $last):
  (($first | not) and .[0] == "_") as $left | (($last | not) and .[-1] == "_") as $right |
  ("(?:\\A|\\z|(?<=" + blank + ")|(?=" + blank + "))") as $edge |
  (if $left then .[1:] else . end) | (if $right and length > 0 then .[:-1] else . end) |
  (if $left then $edge else "" end) + (map(part) | join("")) + (if $right then $edge else "" end);
def regex:
  reduce (filled | .[]) as $part ([[]]; if $part == "..." then . + [[]] else .[length - 1] += [$part] end) |
  length as $count |
  "\\A" + ([range($count) as $at | .[$at] | chunk($at == 0; $at == $count - 1)] | join("[\\s\\S]*")) + "\\z";
def fits($wanted):
  if $wanted == "any" then true
  else ($wanted[0] != null and . == $wanted[0]) or (type == "string" and test($wanted[1:] | regex))
  end;
def is_pattern: type == "object" and has("~");
def shown: tojson | if length > 200 then .[:200] + "…" else . end;
# Where a value is not as wanted: nowhere when it is. "contains": lists may have other items; "subset": item by item,
# and in "exact" without other keys.
def unlike($wanted; $path; $how):
  . as $actual |
  if $wanted | is_pattern then if fits($wanted["~"]) then empty else $path + " = " + shown end
  elif ($wanted | type) == "object" and type == "object" then
    ($wanted | keys_unsorted[]) as $key | ($path + "." + $key) as $below |
    if has($key) then .[$key] | unlike($wanted[$key]; $below; $how) else "there is no " + $below end
  elif ($wanted | type) == "array" and type == "array" then
    if $how == "contains" or any($wanted[]; is_pattern and .["~"] == "any") then
      reduce ($wanted[] | select($how == "contains" or ((is_pattern and .["~"] == "any") | not))) as $item ({at: 0};
        if .at == null then .
        else .at as $from |
          .at = ([range($from; $actual | length) | select([. as $at | $actual[$at] | unlike($item; ""; $how)] == []) + 1][0])
        end) |
      if .at == null then $path + " has no such items in this order" else empty end
    elif ($wanted | length) != length then $path + " is a list of " + (length | tostring)
    else range(length) as $at | .[$at] | unlike($wanted[$at]; $path + "[" + ($at | tostring) + "]"; $how)
    end
  elif $actual == $wanted then empty
  else $path + " = " + shown
  end,
  if $how == "exact" and ($wanted | type) == "object" and ($wanted | is_pattern | not) and ($actual | type) == "object"
  then ($actual | keys_unsorted[]) as $key | if $wanted | has($key) then empty else "there is " + $path + "." + $key end
  else empty end;
def document: [inputs] | if length == 1 then .[0] else error("not one document") end;
'

rb_jq_path='
# Each value at the path in a list of its own, an empty one where there is none.
def at($steps):
  if $steps == [] then [.]
  else
    $steps[0] as $step | $steps[1:] as $rest |
    if $step == null then if type == "array" then .[] | at($rest) else [] end
    elif ($step | type) == "string" then if type == "object" and has($step) then .[$step] | at($rest) else [] end
    elif type == "array" and $step < length and 0 - $step <= length then .[$step] | at($rest)
    else []
    end
  end;
def stands:
  if $sign == "=" then [unlike($wanted; ""; "exact")] == []
  elif type != "number" then false
  elif $sign == ">=" then . >= $wanted
  elif $sign == "<=" then . <= $wanted
  elif $sign == ">" then . > $wanted
  else . < $wanted
  end;
[document | at($steps)] as $found | ($found | map(select(. != []) | .[0])) as $values |
if $given == 0 then
  if $found != [] and all($found[]; . != [] and .[0] != null) then "found" else "missing\nnothing, or null" end
elif any($found[]; . == []) then "unknown\nthe path leads nowhere"
elif $values == [] then "missing\nthe list is empty"
else
  ($values | map(select(stands)) | length) as $fitting |
  if $negated != "" and any($steps[]; . == null) then $fitting > 0 else $fitting == ($values | length) end |
  if . then "found" else "missing\n" + ($values | map(shown) | join(" ")) end
end'

rb_jq_whole='
document | [unlike($wanted; ""; $how)] | if . == [] then "found" else "missing\n" + .[0] end'

rb_jq_object='
def generation: (if type == "string" or type == "number" then tonumber? // 0 else 0 end) | if . > 0 then . else null end;
# What a status says of an earlier generation of its object is not known of this one.
def observed($now; $seen):
  if type == "array" then map(observed($now; $seen))
  elif type != "object" then .
  elif (.type | type) == "string" and (.status | type) == "string" then
    ((.observedGeneration | generation) // $seen) as $own |
    if $own != null and $own < $now then . + {status: "Unknown", reason: "Stale"} else . end
  else map_values(observed($now; $seen))
  end;
def as_observed:
  (.metadata.generation | generation) as $now |
  if $now == null or (.status | type) != "object" then .
  else
    (.status.observedGeneration | generation) as $seen |
    ([.status.conditions | arrays | .[] | objects | .observedGeneration | generation] | any(. != null)) as $own |
    if $seen != null and $seen < $now and ($own | not) then .status = "of an earlier generation"
    else .status |= observed($now; $seen)
    end
  end;
([inputs] | .[$document - 1].found) as $found |
if $found == null then "unknown\nit could not be read"
elif $found == [] then "missing\nthere is none"
else
  [$found[] | as_observed | [unlike($wanted; ""; "contains")]] | min_by(length) |
  if . == [] then "found" else "missing\n" + .[0] end
end'
`;
