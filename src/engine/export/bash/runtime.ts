import { sh } from './sh.ts';

/**
 * What every script begins with, for bash 3.2 and later. Names begin with `rb_`, to stay out of the page's way. A
 * statement is the body of a loop, `while rb_run LINE …; do { STATEMENT; rb_end …; } …; CHECKS; done`: at the top level of
 * the shell, so that variables, functions and folders carry over, and no condition, for which bash runs no ERR trap.
 */
export const runtime = sh`
# ── What runs the page: each command, its status, what it printed. ──
set +o posix
set -E
exec 98>&1
rb_home=$(cd -- "\${RUNBOOK_DIR:-$(dirname -- "\${BASH_SOURCE[0]:-.}")}" && pwd) || exit 3
rb_script=$(cd -- "$(dirname -- "\${BASH_SOURCE[0]:-.}")" && pwd)/\${BASH_SOURCE[0]##*/}
rb_dir=$(mktemp -d "\${TMPDIR:-/tmp}/runbook-XXXXXXXX") || exit 3
rb_file='' rb_line='' rb_n=0 rb_out=$rb_dir/0 rb_failed=$rb_dir/failed rb_before=$rb_dir/before
rb_code=0 rb_ran=0 rb_met=0 rb_over='' rb_pids=() rb_cleanups=() rb_kind='' rb_bad='' rb_top='' rb_depth=0
: >"$rb_out" && : >"$rb_before"
# What bash itself says goes here: of jobs that have ended nobody wants to hear.
exec 2>"$rb_dir/bash"

rb_say() { printf '%s\n' "$@" >&98; }

# The page is over, or a command of it failed: cleanup, and the end of all jobs. Twice interrupted, it ends at once.
rb_exit() {
  local code=$? cleanup pid
  trap - EXIT ERR
  trap 'exit 130' HUP INT PIPE TERM
  exec >&98 </dev/null
  if [ "$rb_code" = 0 ] && [ -z "$rb_over" ]; then
    rb_code=1
    rb_say "✗ $rb_file:$rb_line  the shell was ended with exit code $code"
    command grep -v '^\[[0-9]' "$rb_dir/bash" >&98
  fi
  rb_line='' rb_over=yes
  trap 'rb_err $? "$BASH_COMMAND" "\${PIPESTATUS[@]}"' ERR
  for cleanup in "\${rb_cleanups[@]}"; do "$cleanup"; done
  trap - ERR
  for pid in "\${rb_pids[@]}"; do kill -TERM -- "-$pid" && sleep 0.5; kill -KILL -- "-$pid"; done 2>/dev/null
  wait 2>/dev/null
  rm -rf "$rb_dir"
  case $rb_code in 0) code=passed ;; 3) code=errored ;; 130) code=interrupted ;; *) code=failed ;; esac
  rb_say '' "$code · commands that succeeded: $rb_ran · checks that were met: $rb_met"
  exit "$rb_code"
}
rb_stop() { rb_code=130; exit 130; }
trap rb_exit EXIT
trap rb_stop HUP INT PIPE TERM

# The page has been run to its end.
rb_done() {
  [ -z "$rb_line" ] || rb_fail 'it was left by "break" or "return"'
  rb_over=yes
  exit 0
}

# Something is missing before anything runs: MESSAGE.
rb_missing() { rb_say "✗ $*"; rb_code=3; exit 3; }

# A command failed, in whatever loop, function or substitution: STATUS COMMAND PIPESTATUS. The statement's own end, which
# is a command at the top of this shell, is looked at by rb_end; jobs are looked at by rb_jobs.
rb_err() {
  local IFS=' '
  if [ "$rb_kind" = job ]; then return "$1"; fi
  if [ "$BASH_SUBSHELL \${#FUNCNAME[@]}" = "0 $rb_depth" ] && [ "$rb_kind" != compound ]; then
    rb_top=\${*:3}
  elif [ "$1" != 141 ] || [ "$rb_kind" != writes ]; then
    printf 'exit code %s of: %s\n' "$1" "\${2%%$'\n'*}" >>"$rb_failed"
  fi
  return "$1"
}
trap 'rb_err $? "$BASH_COMMAND" "\${PIPESTATUS[@]}"' ERR

# Whether a statement is to be run, at first or again: LINE [OPTION=VALUE…]. "accepts" has the statuses that are as good as
# 0 for each part of its pipe, "ends" the jobs whose end it asks for, "more" is for one that is judged with those before.
rb_run() {
  local IFS=$' \t\n' line=$1 within=0 limit=120 accepts=0 kind='' more='' ends='' option
  shift
  for option; do local "$option"; done
  if [ "$rb_line" != "$line" ]; then
    [ -z "$rb_line" ] || { rb_ended=''; rb_fail 'it was left by "break" or "return"'; return 1; }
    rb_line=$line rb_began=$SECONDS rb_from=\${BASH_LINENO[0]}
    if [ "$more" ]; then command cat "$rb_out" >>"$rb_before"; else : >"$rb_before"; fi
    rb_ends=$(for option in $ends; do
      # With both parentheses, which bash 3.2 needs here.
      case $option in (%*) jobs -p "$option" ;; (all) jobs -p ;; (*) eval "echo \"$option\"" ;; esac
    done 2>/dev/null)
  else
    rb_judge "$accepts" "$limit" "$kind"
    if [ -z "$rb_why$rb_unmet" ]; then
      rb_ran=$((rb_ran + 1)) rb_met=$((rb_met + rb_hits))
      rb_show ✓
      rb_line=''
      rb_jobs
      return 1
    fi
    if [ $((SECONDS - rb_began)) -ge "$within" ]; then
      rb_fail "$rb_why"
      return 1
    fi
    sleep 1
  fi
  rb_n=$((rb_n + 1)) rb_out=$rb_dir/$rb_n rb_ended='' rb_why='' rb_unmet='' rb_hits=0 rb_top='' rb_kind=$kind rb_since=$SECONDS
  rb_depth=\${#FUNCNAME[@]}
  # A job gets a process group, by which all of it can be ended. Others stay in this one, for Ctrl-C.
  [ "$kind" != job ] || set -m
  : >"$rb_out" && : >"$rb_failed"
}

# Behind a statement: STATUS PIPESTATUS. Before bash 4.4 the trap costs the shell its PIPESTATUS, so it hands that on.
rb_end() {
  local IFS=' '
  set +m
  rb_status=$1 rb_ended=yes rb_to=\${BASH_LINENO[0]} rb_kind=''
  shift
  rb_parts=\${rb_top:-$*}
}

# Sets rb_why if the statement failed: ACCEPTED LIMIT KIND.
rb_judge() {
  local IFS=' ' lists=$1 part parts
  if [ -n "$rb_why" ]; then return; fi
  if [ -z "$rb_ended" ]; then
    rb_why='it was left by "continue"'
  elif [ -s "$rb_failed" ]; then
    read -r rb_why <"$rb_failed"
  elif [ $((SECONDS - rb_since)) -gt "$2" ]; then
    rb_why="it took longer than $2 s"
  else
    # Of a loop or a list there is one status.
    parts=($rb_parts)
    case $3 in compound | negated | job) parts=("$rb_status") ;; esac
    for part in "\${parts[@]}"; do
      case ",\${lists%%/*}," in *",$part,"* | ,any,) ;; *) rb_why="exit code \${parts[*]}" ;; esac
      lists=\${lists#*/}
    done
  fi
}

# The statement as it stands in the script, behind a mark, and what it printed.
rb_show() {
  local line mark=$1
  { [ -f "$rb_script" ] && command sed -n "$((rb_from + 1)),$((\${rb_to:-0} - 1))p" "$rb_script" || echo "line $rb_line"; } |
    while IFS= read -r line; do rb_say "$mark $line"; mark=' '; done
  command sed 's/^/    /' <"$rb_out" >&98
}

# A statement failed, and with it the page: WHY. Of a cleanup the rest is done all the same.
rb_fail() {
  rb_bad=yes
  rb_show ✗
  [ -z "$1" ] || rb_say "  $rb_file:\${rb_line%%.*}  $1"
  [ -z "\${rb_unmet-}" ] || rb_say "\${rb_unmet%$'\n'}"
  rb_line=''
  case "$rb_code \${rb_status-}" in "0 130") rb_code=130 ;; 0\ *) rb_code=1 ;; esac
  [ -n "$rb_over" ] || exit "$rb_code"
}

# ── What is expected of an output. ──
# What may stand beside a whole word, for grep in the C locale, where bytes beyond ASCII count as letters.
rb_w=$'[:alnum:]_\200-\377'
rb_word_before="(^|[^$rb_w.:-]|(^|[^$rb_w-])-+|(^|[^$rb_w])\.|(^|[^:]):)"
rb_word_after="($|[^$rb_w.:-]|-+([^$rb_w-]|$)|\.([^$rb_w]|$)|:([^:]|$))"
rb_hex_before="(^|[^$rb_w.:-]|(^|[^$rb_w-])-+|(^|[^$rb_w])\.|([g-zG-Z_][[:xdigit:]]*|^|[^$rb_w:.]):)"
rb_hex_after="($|[^$rb_w.:-]|-+([^$rb_w-]|$)|\.([^$rb_w]|$)|:([^[:xdigit:]:]|$))"
rb_digit_before="(^|[^$rb_w.:,/+-]|(^|[^0-9])[,/]|([g-zG-Z_][[:xdigit:]]*|^|[^$rb_w:.]):)"
rb_digit_after="($|[^$rb_w.:,/%-]|[,/]([^0-9]|$)|-+([^$rb_w-]|$)|\.([^$rb_w]|$)|:([^[:xdigit:]:]|$))"
rb_cut_before='(^|[^0-9])' rb_cut_after='([^0-9]|$)'
rb_colon_before='(^|[^[:xdigit:]:])' rb_colon_after='([^[:xdigit:]:]|$)'
# Of what must not be there, all is found that may be a whole word.
rb_a='[:alnum:]_' rb_any_blank=$'[[:space:]\200-\377]'
rb_any_word_before="(^|[^$rb_a.-]|(^|[^$rb_a-])-+|(^|[^$rb_a])\.)" rb_any_word_after="($|[^$rb_a.-]|-+([^$rb_a-]|$)|\.([^$rb_a]|$))"
rb_any_digit_before="(^|[^$rb_a.+-]|\.\.)" rb_any_digit_after="($|[^$rb_a.%-]|-+([^$rb_a-]|$)|\.([^$rb_a]|$))"
rb_octet='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'

# An output without colours: all|last.
rb_text() {
  if [ "$1" = last ]; then command cat "$rb_out"; else command cat "$rb_before" "$rb_out"; fi |
    LC_ALL=C command sed -e $'s/\033\\[[0-9;]*m//g' -e $'s/\r*$//'
}
rb_grep() { LC_ALL=C command grep -aEq -e "$1"; }
# Lines of which a part may have been overwritten say nothing for sure.
rb_unsure=$'[\b\r\033]'
rb_plain() { LC_ALL=C command grep -av -e "$rb_unsure"; }
rb_hit() { rb_hits=$((rb_hits + 1)); }
rb_miss() { rb_unmet="\${rb_unmet}  $rb_file:$1  $3: not so"$'\n'; }
# Each is told LINE all|last TITLE, and then: a REGEX, the FIELDs of a row, a STATUS.
rb_has_line() { if rb_text "$2" | rb_plain | rb_grep "$4"; then rb_hit; else rb_miss "$@"; fi; }
# Where there may be status lines, only these count, and only of a status alone: … REGEX STATUS.
rb_has_status() {
  if rb_text "$2" | rb_grep 'HTTP/[0-9]'; then
    rb_has_line "$1" "$2" "$3" "^[[:space:]]*([<*][[:space:]]*)?HTTP/[0-9](\.[0-9])?[[:space:]]+$5([[:space:]]*$|[[:space:]]+(ok$|OK|[ABD-Z]|C[^o]))"
  else
    rb_has_line "$@"
  fi
}
rb_has_row() { rb_has_line "$1" "$2" "$3" "$(rb_fields '[[:space:]]' "\${@:4}")"; }
rb_no_line() { if rb_text "$2" | rb_grep "$rb_unsure|$4"; then rb_miss "$@"; else rb_hit; fi; }
rb_no_row() { rb_no_line "$1" "$2" "$3" "$(rb_fields "$rb_any_blank" "\${@:4}")"; }
rb_silent() { if [ -z "$(rb_text "$2" | command tr '\n' .)" ]; then rb_hit; else rb_miss "$@"; fi; }
rb_loud() { if [ -n "$(rb_text "$2" | command tr '\n' .)" ]; then rb_hit; else rb_miss "$@"; fi; }
rb_exits() {
  case $4:\${rb_status-} in any:?* | nonzero:[1-9]* | "\${rb_status-none}":?*) rb_hit ;; *) rb_miss "$@" ;; esac
}
# A line with these fields, where others may stand between: BLANK FIELD….
rb_fields() {
  local regex="(^|$1)$2" field
  for field in "\${@:3}"; do regex="$regex$1+([^[:space:]]+$1+)*$field"; done
  printf %s "$regex($1|$)"
}
# The value of a variable as a part of a regex; nothing matches one that is not set: NAME.
rb_value() {
  [ -n "\${!1+set}" ] || { printf 'a^'; return; }
  printf %s "\${!1}" | LC_ALL=C command sed -e 's/[][\\.*^$+?(){}|]/\\&/g' -e 's/[[:space:]][[:space:]]*/[[:space:]]+/g'
}
# These variables have values, or the statement is not run: NAME….
rb_has() {
  local rb_name
  for rb_name; do [ -n "\${!rb_name-}" ] || { rb_why="$rb_name has no value"; return 1; }; done
}

# ── Jobs: each must start well, and end only when it is asked to. ──
rb_free() {
  local port
  for port; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then rb_why="something answers at port $port already"; return 1; fi
  done
}
# Behind a job: takes it in, and waits until a command succeeds: PID [SECONDS WHAT COMMAND…].
rb_started() {
  local pid=$1 since=$SECONDS
  [ -n "$pid" ] || return 0
  rb_pids+=("$pid")
  sleep 0.1
  [ $# -gt 1 ] || return 0
  until "\${@:4}" >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null; then rb_why="the job ended before $3"; return 0; fi
    if [ $((SECONDS - since)) -ge "$2" ]; then rb_why="no $3 within $2 s"; return 0; fi
    sleep 0.2
  done
  kill -0 "$pid" 2>/dev/null || rb_why="the job ended after $3"
}
rb_forwards() { [ "$(grep '^Forwarding from' "$rb_out" | sed 's/.*:\([0-9]*\) ->.*/\1/' | sort -u | wc -l)" -ge "$1" ]; }
rb_listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") || (exec 3<>"/dev/tcp/localhost/$1"); }
rb_answers() { [ "$(curl -sko /dev/null -m 2 -w '%{http_code}' "$1")" != 000 ]; }
rb_jobs() {
  local IFS=$' \t\n' pid status left=() turn died=''
  for pid in $rb_ends; do
    for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
  done
  for pid in "\${rb_pids[@]}"; do
    if kill -0 "$pid" 2>/dev/null; then left+=("$pid"); continue; fi
    status=0
    wait "$pid" 2>/dev/null || status=$?
    case $'\n'$rb_ends$'\n':$status in *$'\n'$pid$'\n'* | *:0 | *:127 | *:129 | *:130 | *:143) continue ;; esac
    died=$status
  done
  rb_pids=("\${left[@]}")
  jobs >/dev/null 2>&1
  if [ -n "$died" ]; then
    rb_unmet='' rb_from=0 rb_to=0
    rb_fail "a job ended by itself with exit code $died"
  fi
}

# ── What must be there before anything runs. ──
# NAME [LEAST-VERSION ARGUMENT…], by whose output the version is known.
rb_tool() {
  local found
  command -v "$1" >/dev/null || rb_missing "$1 is needed, and is not on PATH"
  [ $# -gt 1 ] || return 0
  found=$("$1" "\${@:3}" 2>/dev/null | command grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1)
  [ -n "$found" ] && [ "$(printf '%s\n' "$2" "$found" | sort -V | head -n 1)" = "$2" ] ||
    rb_missing "$1 $2 or newer is needed, and \${found:-none} is there"
}
# A kubeconfig with these contexts and nothing else, and none of them current: CONTEXT….
rb_take_clusters() {
  local context files='' file
  for context; do
    file=$rb_dir/kubeconfig-\${#files}
    kubectl config view --minify --flatten --context "$context" >"$file" 2>/dev/null ||
      rb_missing "the kubeconfig has no context $context"
    kubectl --kubeconfig "$file" config unset current-context >/dev/null
    files=$files:$file
  done
  export KUBECONFIG=\${files#:}
}
`;
