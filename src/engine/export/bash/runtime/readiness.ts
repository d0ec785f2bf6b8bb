import { sh } from '../sh.ts';

/** When a background command counts as started: what a `# wait:` line says, or what is known of the command. */
export const readiness = sh`
# Below a background command: SECONDS PROBE [ARGUMENT]. Goes on as soon as it is ready, fails it when it has ended.
rb_await() {
  local seconds=$1 probe=$2 argument=\${3-} alive
  [ -z "$rb_fail" ] || return 0
  if [ -n "$rb_opened" ]; then
    rb_close
    # A signal within a millisecond of its start can get lost in bash.
    rb_sleep 0.02
    rb_note_jobs
  fi
  while :; do
    alive=''
    if rb_lives; then alive=1; fi
    "$probe" "$argument"
    case $?$alive in 01) break ;; esac
    if [ -z "$alive" ]; then
      rb_end_fresh
      [ "$rb_status" -ne 0 ] || rb_status=1
      rb_fail="it did not become ready: it ended before $rb_sign (exit code $rb_status)"
      return 0
    fi
    if [ "$((SECONDS - rb_began))" -gt "$seconds" ]; then
      rb_fail="it did not become ready: no $rb_sign within $seconds s"
      rb_end_fresh
      return 0
    fi
    rb_sleep 0.1
  done
  rb_mark_fresh
}

# Below a background command that nothing is waited of: it must not have failed at once.
rb_launched() {
  rb_close
  rb_sleep 0.05
  rb_note_jobs
  if ! rb_lives; then rb_end_fresh; fi
}

rb_lives() {
  local pid
  for pid in $rb_fresh; do
    if kill -0 "$pid" 2>/dev/null; then return 0; fi
  done
  return 1
}

# What had to become ready must not end by itself later.
rb_mark_fresh() {
  local i
  for ((i = 0; i < rb_job_count; i++)); do
    case "$rb_fresh " in *" \${rb_job_pid[i]} "*) rb_job_ready[i]=1 ;; esac
  done
}

# Ends what the statement has started, if it lives, and keeps how it ended.
rb_end_fresh() {
  local i pid turns=0
  for pid in $rb_fresh; do kill -TERM -- "-$pid" 2>/dev/null; done
  while rb_lives && [ "$turns" -lt 40 ]; do
    turns=$((turns + 1))
    rb_sleep 0.05
  done
  for pid in $rb_fresh; do kill -KILL -- "-$pid" 2>/dev/null; done
  for ((i = rb_job_count - 1; i >= 0; i--)); do
    case "$rb_fresh " in *" \${rb_job_pid[i]} "*) ;; *) continue ;; esac
    rb_job_status "\${rb_job_pid[i]}"
    rb_status=$? rb_pipes=$rb_status
    rb_forget_job "$i"
  done
  jobs >/dev/null 2>&1
}

# kubectl prints a line for each address of each port.
rb_is_forwarding() {
  rb_sign='"Forwarding from" for each port'
  command awk -v ports="$1" '
    /^Forwarding from [^ ]*:[0-9]+ -> [0-9]/ { port = $3; sub(/.*:/, "", port); if (!(port in seen)) { seen[port] = 1; count++ } }
    END { exit count < ports }' "$rb_o"
}

rb_is_serving() {
  rb_sign='"Starting to serve on"'
  command grep -qF 'Starting to serve on' "$rb_o"
}

rb_is_logging() {
  rb_sign="\"$1\" in its output"
  command grep -qF -e "$1" "$rb_o" "$rb_e"
}

rb_is_listening() {
  rb_sign="port $1"
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null
}

# Any answer will do: it shows that the server is up. Certificates of labs are seldom trusted.
rb_is_answering() {
  rb_sign="answer from $1"
  case $(command curl -s -k -m 2 -o /dev/null -w '%{http_code}' "$1" 2>/dev/null) in '' | 000) return 1 ;; esac
}
`;
