# shellcheck shell=bash
# What the pipelines do around the work itself. Each of these can be run from a laptop too. docs/pipelines.md says what for.

# notice TEXT: says in the run, and on its page, what isn't done and why
run_notice() {
  local text="$1 (docs/pipelines.md says what to set)."
  printf '::notice title=Left out::%s\n' "$text"
  summary_of_run "$text"
}

# What stands on the page of the run, where there is one.
summary_of_run() {
  if [ -n "${GITHUB_STEP_SUMMARY-}" ]; then printf '%s\n' "$1" >>"$GITHUB_STEP_SUMMARY"; fi
}

# verdict RESULT…: of the jobs that a change needs. Skipped ones weren't needed.
run_verdict() {
  local result
  [ $# -gt 0 ] || fail "verdict takes the results of jobs, such as: success skipped"
  for result in "$@"; do
    case $result in
      success | skipped) ;;
      *) fail "not every job went well: $*" ;;
    esac
  done
  say "Every job that this change needs went well."
}

# changes_since BASE: one line NAME=true|false for each line of .github/changes.txt
changes_since() {
  local name paths changed
  git rev-parse --quiet --verify "$1^{commit}" >/dev/null || fail "there is no commit '$1' here"
  require_sizes "$1"
  while read -r name paths; do
    case $name in '#'* | '') continue ;; esac
    changed=false
    # shellcheck disable=SC2086 # one pathspec a word
    if ! (set -f; cd "$ROOT" && git diff --quiet "$1...HEAD" -- $paths); then changed=true; fi
    printf '%s=%s\n' "${name%:}" "$changed"
  done <"$ROOT/.github/changes.txt"
}

# preview ENV: what a deployment would change, into target/plan/ENV.txt too, for deploy --approved; in a pull request as a comment,
# which the next run replaces
run_preview() {
  local env=$1 shown text mark code=0
  require_environment "$env"
  mkdir -p "$ROOT/target/plan"
  shown=$(mktemp)
  text=$(mktemp)
  mark="<!-- preview $env -->"
  "$ROOT/dev" deploy "$env" --plan --shown "$ROOT/target/plan/$env.txt" --keep-going >"$shown" 2>&1 || code=$?
  cat "$shown"
  {
    # shellcheck disable=SC2016 # backquotes of Markdown
    printf '%s\n### What deploying this to `%s` would change\n\n```\n' "$mark" "$env"
    # GitHub takes 65,536 characters.
    head -c 60000 "$shown"
    printf '\n```\n'
    if [ $code -ne 0 ]; then printf 'It cannot be deployed as it is.\n'; fi
  } >"$text"
  if [ -n "${GITHUB_STEP_SUMMARY-}" ]; then cat "$text" >>"$GITHUB_STEP_SUMMARY"; fi
  if [ -n "${PULL_REQUEST-}" ]; then comment "$PULL_REQUEST" "$mark" "$text"; fi
  rm -f "$shown" "$text"
  return $code
}

# comment NUMBER MARK FILE: the pipeline's one comment that carries the mark; anybody may have written such a one
comment() {
  local id
  require_repository
  id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$1/comments" --jq ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$2\"))) | .id" | sed -n 1p)
  if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$3" --silent
  else
    gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$1/comments" --field "body=@$3" --silent
  fi
}

# tell RESULT…: how a run ended, or the part of it that WHAT names, to Slack where there is a webhook
run_tell() {
  local text
  [ $# -gt 0 ] || fail "tell takes the results of jobs, such as: success skipped"
  if [ -z "${SLACK_WEBHOOK_URL-}" ]; then
    say "No webhook of Slack is set (the secret SLACK_WEBHOOK_URL), so nobody is told."
    return 0
  fi
  text="${GITHUB_WORKFLOW:-todo-app}${WHAT:+ ($WHAT)}: $(ending "$@") (${GITHUB_REF_NAME:-here}) ${GITHUB_SERVER_URL-}/${GITHUB_REPOSITORY-}/actions/runs/${GITHUB_RUN_ID-}"
  # Through its input: an argument would show the address, which is the secret, in the list of processes.
  if printf 'url = "%s"\n' "$SLACK_WEBHOOK_URL" |
    curl --fail --silent --show-error --max-time 20 --header 'Content-Type: application/json' \
      --data "$(json_text "$text")" --config - >/dev/null; then
    say "Slack was told: $text"
  else
    # No reason to stop a release.
    printf '::warning title=Slack::It could not be told: %s\n' "$text"
  fi
}

require_repository() {
  [ -n "${GITHUB_REPOSITORY-}" ] || fail "which repository? Set GITHUB_REPOSITORY (such as OWNER/NAME)"
}

# approval ENV: fails where nobody has to approve a deployment. GitHub makes an environment that is missing by itself, without rules.
run_approval() {
  local kinds
  if [ "${APPROVAL-}" = none ]; then
    say "The variable APPROVAL says that nobody approves what goes to $1."
    return 0
  fi
  require_repository
  kinds=$(gh api "repos/$GITHUB_REPOSITORY/environments/$1" --jq '.protection_rules[].type')
  case $'\n'$kinds$'\n' in
    *$'\nrequired_reviewers\n'*) say "Deployments to $1 need an approval." ;;
    *) fail "the environment '$1' has no required reviewers, so nobody has approved this: docs/pipelines.md says what to set" ;;
  esac
}

ending() {
  case " $* " in
    *" failure "*) printf 'failed' ;;
    *" cancelled "*) printf 'cancelled' ;;
    *) printf 'went well' ;;
  esac
}

json_text() {
  node -e 'process.stdout.write(JSON.stringify({ text: process.argv[1] }))' "$1"
}

# tools: what the pipelines require and a laptop may lack, as pinned in .github/tools; nothing that isn't listed there
run_tools() {
  python3 -m pip install --quiet --no-deps --disable-pip-version-check --requirement "$ROOT/.github/tools/requirements.txt"
}

# block_with WORD: the commands of the README's block that has the word in it
block_with() {
  awk -v word="$1" '/^```sh$/ { inside = 1; block = ""; next } /^```$/ { if (inside && index(block, word)) printf "%s", block; inside = 0 } inside { block = block $0 "\n" }' \
    "$ROOT/README.md"
}

# readme: what the README says, on this machine: ./dev up, the page, and its commands of the AWS CLI
run_readme() {
  local log commands pid code=0
  log=$ROOT/target/readme.log
  commands=$ROOT/target/readme.sh
  mkdir -p "$ROOT/target"
  block_with AWS_ENDPOINT_URL >"$commands"
  [ -s "$commands" ] || fail "the README has no commands of the AWS CLI any more"
  say "./dev up …"
  "$ROOT/dev" up >"$log" 2>&1 &
  pid=$!
  if wait_for_ready "$pid" "$log"; then
    curl --fail --silent --show-error --output /dev/null "http://localhost:${PORT:-8080}/" || code=$?
    if [ $code -eq 0 ]; then (set -x; AWS_PAGER='' bash -euo pipefail "$commands") || code=$?; fi
  else
    code=1
  fi
  # Not INT, as Ctrl-C would: what a script starts in the background ignores that.
  kill -TERM "$pid" 2>/dev/null || say "it has ended"
  wait "$pid" 2>/dev/null || say "./dev up has stopped"
  if [ $code -ne 0 ]; then tail -n 40 "$log" >&2; fail "what the README says doesn't work here; the log is in target/readme.log"; fi
  say "What the README says works here."
}

# readme_with_docker: the README's commands of containers, up to the page; the journeys are ./dev e2e --compose, which stands there too
run_readme_with_docker() {
  local commands code=0
  commands=$ROOT/target/readme-docker.sh
  mkdir -p "$ROOT/target"
  block_with 'docker compose up' | grep -v '^./dev e2e' | sed 's/^docker compose up/& --detach/' >"$commands"
  grep -q 'docker compose up' "$commands" || fail "the README has no commands of containers any more"
  (set -x; bash -euo pipefail "$commands") || code=$?
  if [ $code -eq 0 ]; then
    curl --fail --silent --show-error --retry 60 --retry-delay 5 --retry-all-errors --output /dev/null "http://localhost:${PORT:-8080}/" || code=$?
  fi
  IMAGE_VERSION=any docker compose down --volumes || code=$?
  [ $code -eq 0 ] || fail "what the README says of containers doesn't work here"
  say "What the README says of containers works here."
}

wait_for_ready() { # PID LOG
  local waited=0
  until grep -q '^Ready: ' "$2"; do
    kill -0 "$1" 2>/dev/null || return 1
    [ $waited -lt 1500 ] || return 1
    sleep 1
    waited=$((waited + 1))
  done
}

# keep_results: what ./dev bench --keep has measured, onto the branch bench-results, where each run has a folder and the page lists
# them. Only what was measured now: the results that are in the repository are of another day.
keep_results() {
  local kept=$ROOT/bench/target/kept
  ls "$kept"/*.md >/dev/null 2>&1 || fail "there is nothing to keep: ./dev bench todos --keep measures"
  AT=$(date -u +%Y%m%dT%H%M%SZ)-$(git rev-parse --short=12 HEAD)
  BRANCH=$(mktemp -d)
  trap 'git worktree remove --force "$BRANCH" 2>/dev/null; rm -rf "$BRANCH"' EXIT
  git worktree add --quiet --detach "$BRANCH" HEAD
  if git fetch --quiet origin bench-results 2>/dev/null; then
    git -C "$BRANCH" checkout --quiet --detach "$(git rev-parse FETCH_HEAD)"
  else
    # A commit without a parent, whatever branches there are.
    git -C "$BRANCH" checkout --quiet --detach "$(git_as_pipeline commit-tree -m "Begin" "$(git hash-object -t tree -w /dev/null)")"
  fi
  mkdir -p "$BRANCH/$AT"
  cp "$kept"/* "$BRANCH/$AT/"
  list_results "$BRANCH" >"$BRANCH/README.md"
  git -C "$BRANCH" add --all
  git_as_pipeline -C "$BRANCH" commit --quiet -m "Keep what $AT measured"
  git -C "$BRANCH" push --quiet origin HEAD:refs/heads/bench-results
  say "Kept as $AT on the branch bench-results."
}

list_results() { # FOLDER
  local run page
  printf '# What was measured, the latest first\n\nMachines of GitHub are shared: compare ratios and CPU time, not milliseconds.\n\n'
  (cd "$1" && for run in */; do printf '%s\n' "${run%/}"; done | LC_ALL=C sort -r |
    while IFS= read -r run; do
      printf -- '- %s:' "$run"
      for page in "$run"/*.md; do printf ' [%s](%s)' "$(basename "$page" .md)" "$page"; done
      printf '\n'
    done)
}

# secrets: what looks like a key in anything that was ever committed, merges and messages too. Deleting it doesn't take it back: it
# has to be made void. .github/no-secrets.txt names what looks like one and isn't: by its file and line, since a commit gets another
# name where it is rebased or squashed.
run_secrets() {
  local found commit file line known unknown=''
  # Without the sample of AWS's documentation.
  found=$(git log --exclude=refs/stash --all -m --unified=0 --patch --no-color --no-ext-diff --dst-prefix=b/ --format='commit %H%n%B' |
    awk '/^commit [0-9a-f]+$/ { commit = $2; file = "message" } /^diff / { file = "" } /^\+\+\+ / { file = substr($0, 7) } file == "message" || /^\+/ { print commit ":" file ":" $0 }' |
    sed 's/AKIAIOSFODNN7EXAMPLE//g' |
    { grep -a -E -e '(^|[^A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}([^A-Z0-9]|$)' -e '-----BEGIN [A-Z ]*PRIVATE KEY-----' \
      -e 'gh[pousr]_[A-Za-z0-9]{36}' -e 'github_pat_[A-Za-z0-9_]{60}' -e 'xox[abprs]-[0-9A-Za-z-]{20}' \
      -e 'hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20}' || [ $? -eq 1 ]; } | # 1: none
    sort -u) || fail "the history can't be read"
  while IFS=: read -r commit file line; do
    if [ -z "$commit" ]; then continue; fi
    known="$file:$(printf '%s' "$line" | git hash-object --stdin)"
    if ! grep -q -F -x -e "$known" "$ROOT/.github/no-secrets.txt"; then unknown="$unknown"$'\n'"  $known, in ${commit:0:12}"; fi
  done <<<"$found"
  [ -z "$unknown" ] || fail "what looks like a key was committed; make it void, or if it is none, name it in .github/no-secrets.txt:$unknown"
  say "secrets: none in $(git rev-list --exclude=refs/stash --all --count) commits"
}
