package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.PROJECT;
import static dev.todoapp.infra.Environments.text;
import static dev.todoapp.infra.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The workflows against what they go by: the commands of {@code ./dev}, the modules, and whom the roles on AWS trust. */
class PipelinesTest {

    private static final Path GITHUB = PROJECT.resolve(".github");

    /** Each step sets something up or calls {@code ./dev}, but for those that stand here with the reason. */
    private static final Map<String, String> SET_UP = Map.of(
            "./.github/actions/set-up", "ours",
            "actions/checkout", "the sources",
            "actions/setup-java", "a tool",
            "actions/setup-node", "a tool",
            "actions/setup-python", "a tool",
            "sigstore/cosign-installer", "a tool",
            "docker/login-action", "a sign-in",
            "aws-actions/configure-aws-credentials", "a sign-in");

    private static final Map<String, String> MORE = Map.of(
            "actions/upload-artifact", "hands files to a later job, which only GitHub can",
            "actions/download-artifact", "takes them",
            "actions/attest-sbom", "signs with the run's own identity, into GitHub's store",
            "actions/attest-build-provenance", "the same",
            "actions/dependency-review-action", "asks GitHub's graph of dependencies",
            "github/codeql-action/init", "GitHub's analysis, which runs nowhere else",
            "github/codeql-action/analyze", "the same",
            "github/codeql-action/upload-sarif", "fills GitHub's list of findings",
            "aquasecurity/trivy-action", "brings Trivy and its data along, checked");

    /** What the usage leaves to docs/pipelines.md. */
    private static final Set<String> NOT_IN_USAGE = Set.of("--version");

    private static final Pattern COMMAND = Pattern.compile("\\./dev ([a-z0-9-]+)( .*?)?( >> \"\\$GITHUB_OUTPUT\")?");

    private static final Map<String, JsonNode> WORKFLOWS = workflows();

    @Test
    void stepsOnlySetUpAndCallDev() {
        steps().forEach(step -> {
            if (step.node().has("run")) {
                assertThat(step.run()).as(step.where()).matches(COMMAND);
            } else {
                assertThat(step.action())
                        .as(step.where())
                        .isIn(Stream.concat(SET_UP.keySet().stream(), MORE.keySet().stream())
                                .toList());
            }
        });
    }

    @Test
    void callOnlyCommandsThatDevLists() {
        String usage = usage();

        steps().filter(step -> step.node().has("run")).forEach(step -> {
            Matcher command = COMMAND.matcher(step.run());
            assertThat(command.matches()).as(step.where()).isTrue();
            assertThat(usage).as(step.where()).containsPattern("(?m)(^  |, )" + command.group(1) + "( |$)");
            Pattern.compile("--[a-z-]+")
                    .matcher(step.run())
                    .results()
                    .filter(option -> !NOT_IN_USAGE.contains(option.group()))
                    .forEach(option -> assertThat(usage).as(step.where()).contains(option.group()));
        });
    }

    /** A package that a build brings along could push commits and tags with it. */
    @Test
    void givePermissionToWriteToNoJobThatRunsWhatOthersWrote() {
        WORKFLOWS.forEach((name, workflow) -> workflow.path("jobs").properties().stream()
                .filter(job -> !job.getValue().has("uses"))
                .filter(job ->
                        job.getValue().at("/permissions/contents").asString("").equals("write"))
                .forEach(job -> {
                    assertThat(runs(job.getValue()))
                            .as("%s: %s", name, job.getKey())
                            .allMatch(run ->
                                    run.isEmpty() || run.matches("\\./dev (version|announce|keep-results)( .*)?"));
                    assertThat(job.getValue().path("steps").values().stream()
                                    .map(step -> step.path("uses").asString("")))
                            .as("%s: %s", name, job.getKey())
                            .allMatch(uses -> uses.isEmpty()
                                    || uses.startsWith("actions/checkout@")
                                    || uses.startsWith("actions/download-artifact@"));
                }));
    }

    /** Before it is anybody on AWS. */
    @Test
    void goToProdOnlyWhereSomebodyHasToApprove() {
        onAws().filter(job -> job.environment().equals("prod")).forEach(job -> {
            List<String> steps = job.node().path("steps").values().stream()
                    .map(step ->
                            step.path("run").asString("") + step.path("uses").asString(""))
                    .toList();
            assertThat(steps.indexOf("./dev approval prod"))
                    .as(job.where())
                    .isBetween(0, steps.indexOf(job.role().path("uses").asString()));
        });
    }

    /** Whoever can name a branch or a pull request could write a command there. */
    @Test
    void handValuesToCommandsAsVariablesOnly() {
        steps().filter(step -> step.node().has("run"))
                .forEach(step -> assertThat(step.run()).as(step.where()).doesNotContain("${{"));
    }

    @Test
    void pinEveryActionToTheCommitOfAVersionAndTheSameEverywhere() throws IOException {
        Map<String, Set<String>> pins = new TreeMap<>();
        for (Path file : yamlFiles()) {
            for (String line : Files.readAllLines(file)) {
                Matcher uses =
                        Pattern.compile("^ *(?:- )?uses: ([^ ./][^@ ]+)@(.+)$").matcher(line);
                if (uses.matches()) {
                    assertThat(uses.group(2)).as(file + ": " + line).matches("[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
                    String owner = uses.group(1).replaceAll("^([^/]+/[^/]+)/.*", "$1");
                    pins.computeIfAbsent(owner, action -> new TreeSet<>()).add(uses.group(2));
                }
            }
        }
        assertThat(pins)
                .isNotEmpty()
                .allSatisfy(
                        (action, versions) -> assertThat(versions).as(action).hasSize(1));
    }

    @Test
    void giveEachJobItsOwnPermissionsATimeLimitAndARunner() {
        WORKFLOWS.forEach((name, workflow) -> {
            assertThat(workflow.path("permissions").isObject()
                            && workflow.path("permissions").isEmpty())
                    .as("%s grants nothing to all of its jobs", name)
                    .isTrue();
            workflow.path("jobs").properties().forEach(job -> {
                JsonNode permissions = job.getValue().path("permissions");
                assertThat(permissions.isObject() && !permissions.isEmpty())
                        .as("%s: %s says what it may", name, job.getKey())
                        .isTrue();
                if (!job.getValue().has("uses")) {
                    assertThat(job.getValue().path("timeout-minutes").isNumber())
                            .as("%s: %s has a time limit", name, job.getKey())
                            .isTrue();
                }
            });
        });
    }

    @Test
    void keepRunsOfTheSameKindApart() {
        WORKFLOWS.forEach((name, workflow) -> {
            if (!workflow.path("on").has("workflow_call") && !deploysToProd(workflow)) {
                assertThat(workflow.at("/concurrency/group").asString(""))
                        .as(name)
                        .isNotEmpty();
            }
        });
    }

    /** A run that waits for an approval, for days perhaps, would keep every later commit from {@code dev}. */
    @Test
    void whatWaitsForProdHoldsUpNobodyOnTheWayToDev() {
        WORKFLOWS.forEach((name, workflow) -> {
            if (!workflow.path("on").has("workflow_call") && deploysToProd(workflow)) {
                assertThat(workflow.has("concurrency")).as(name).isFalse();
                List<JsonNode> toDev = workflow.path("jobs").values().stream()
                        .filter(job -> job.path("uses").asString("").endsWith("-dev.yml"))
                        .toList();
                assertThat(toDev).as(name).hasSize(1);
                takeTurns(name, toDev.getFirst());
            }
            workflow.path("jobs").properties().forEach(job -> {
                if (job.getValue().path("environment").asString("").equals("prod")) {
                    assertThat(takeTurns(name + ": " + job.getKey(), job.getValue()))
                            .endsWith("-prod");
                }
            });
        });
    }

    /** @return whose turn it is */
    private static String takeTurns(String where, JsonNode job) {
        String group = job.at("/concurrency/group").asString("");
        assertThat(group).as(where).isNotEmpty();
        assertThat(job.at("/concurrency/cancel-in-progress").asBoolean(true))
                .as("%s: a deployment goes on to its end", where)
                .isFalse();
        return group;
    }

    /** Itself or by a workflow that it calls. */
    private static boolean deploysToProd(JsonNode workflow) {
        return workflow.path("jobs").values().stream()
                .anyMatch(job -> job.path("environment").asString("").equals("prod")
                        || (job.has("uses")
                                && deploysToProd(
                                        workflow(job.path("uses").asString().replaceAll(".*/", "")))));
    }

    /** A job of a called workflow has what the calling job has, at most. */
    @Test
    void handACalledWorkflowThePermissionsThatItsJobsNeed() {
        WORKFLOWS.forEach((name, workflow) -> workflow.path("jobs").values().stream()
                .filter(job -> job.has("uses"))
                .forEach(job -> {
                    JsonNode called = workflow(job.path("uses").asString().replaceAll(".*/", ""));
                    called.path("jobs")
                            .values()
                            .forEach(inner -> inner.path("permissions")
                                    .properties()
                                    .forEach(permission -> assertThat(
                                                    permission
                                                                    .getValue()
                                                                    .asString()
                                                                    .equals("read")
                                                            ? List.of("read", "write")
                                                            : List.of("write"))
                                            .as("%s: %s", name, permission.getKey())
                                            .contains(job.path("permissions")
                                                    .path(permission.getKey())
                                                    .asString("none"))));
                }));
    }

    @Test
    void knowNoKeyAndNoSecretButSlacks() throws IOException {
        for (Path file : yamlFiles()) {
            String text = text(file);
            assertThat(text).doesNotContain("access-key", "ACCESS_KEY");
            assertThat(Pattern.compile("secrets\\.(\\w+)")
                            .matcher(text)
                            .results()
                            .map(found -> found.group(1)))
                    .as(file.toString())
                    .allMatch("SLACK_WEBHOOK_URL"::equals);
        }
    }

    @Test
    void takeOnlyRolesThatTrustThemAndLeaveNoneUnused() {
        Set<String> taken = new TreeSet<>();
        onAws().forEach(job -> job.callers().forEach(file -> {
            Deployment deployment = job.variable().equals("AWS_ROLE_ARN") ? Environments.DEV : Environments.PROD;
            Stack bootstrap = deployment.stack("bootstrap");
            String arn = bootstrap.output("PipelineRoles") + "-" + job.part(file);
            Resource role = bootstrap.ofType("AWS::IAM::Role").stream()
                    .filter(found -> arn.endsWith(":role/" + found.physicalId()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("%s: there is no role %s".formatted(job.where(), arn)));
            String subject =
                    "repo:example-org@1234567/todo-app@987654321:environment:%s:workflow_ref:example-org/todo-app/.github/workflows/%s@%s"
                            .formatted(
                                    job.environment(),
                                    file,
                                    file.equals("pull-request.yml") ? "refs/pull/7/merge" : "refs/heads/main");

            assertThat(trusted(role))
                    .as("%s as %s", job.where(), subject)
                    .anyMatch(pattern -> pattern.matcher(subject).matches());
            taken.add(role.physicalId());
        }));
        assertThat(taken)
                .isEqualTo(Environments.onAws()
                        .flatMap(deployment -> deployment.stack("bootstrap").ofType("AWS::IAM::Role").stream())
                        .filter(role -> !trusted(role).isEmpty())
                        .map(Resource::physicalId)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Else a dispatch on another branch would go on until AWS refuses it. */
    @Test
    void deployFromMainAlone() {
        onAws().filter(job -> !job.file().equals("pull-request.yml"))
                .forEach(job -> job.callers().forEach(file -> {
                    JsonNode workflow = workflow(file);
                    assertThat(texts(workflow.at("/on/push/branches"))).as(file).containsExactly("main");
                    String start = file.equals(job.file())
                            ? job.name()
                            : workflow.path("jobs").propertyNames().iterator().next();
                    assertThat(withNeeds(workflow, start))
                            .as("%s: %s", file, start)
                            .anyMatch(name -> workflow.path("jobs")
                                    .path(name)
                                    .path("if")
                                    .asString("")
                                    .contains("github.ref == 'refs/heads/main'"));
                }));
    }

    @Test
    void carryOutInProdWhatWasShownAndApprovedAlone() {
        JsonNode jobs = workflow("infra.yml").path("jobs");
        String approved = "target/plan/prod.txt";

        assertThat(runs(jobs.path("plan-prod"))).contains("./dev preview prod");
        assertThat(jobs.path("plan-prod").path("steps").values().stream()
                        .map(step -> step.at("/with/path").asString("")))
                .contains(approved);
        assertThat(runs(jobs.path("prod"))).contains("./dev deploy prod --yes --approved " + approved);
        steps().filter(step -> step.run().startsWith("./dev deploy prod"))
                .forEach(step -> assertThat(step.run()).as(step.where()).contains(" --approved "));
    }

    private static List<String> runs(JsonNode job) {
        return job.path("steps").values().stream()
                .map(step -> step.path("run").asString(""))
                .toList();
    }

    @Test
    void skipWhatNeedsAnAccountAndSayThatTheyDo() {
        Set<String> files = new TreeSet<>();
        onAws().forEach(job -> {
            files.add(job.file());
            String condition = job.node().path("if").asString("");
            boolean each = job.role().path("if").asString("").equals("matrix.roles != ''");
            assertThat(condition)
                    .as(job.where())
                    .contains("vars.%s != ''".formatted(each ? "AWS_ROLE_ARN" : job.variable()));
            assertThat(job.node().path("permissions").path("id-token").asString(""))
                    .as(job.where())
                    .isEqualTo("write");
        });
        for (String file : files) {
            assertThat(workflow(file).path("jobs").values().stream()
                            .filter(job -> job.path("if").asString("").contains("vars.AWS_ROLE_ARN == ''"))
                            .flatMap(job -> job.path("steps").values().stream())
                            .map(step -> step.path("run").asString("")))
                    .as(file)
                    .anyMatch(run -> run.startsWith("./dev notice "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void aServicesPipelineRunsForTheModulesThatItIsCompiledWith(String service) throws IOException {
        Set<String> expected = new TreeSet<>();
        compiledWith(modules(), service).forEach(module -> expected.add(module + "/**"));
        expected.addAll(List.of("pom.xml", ".mvn/**"));
        List<String> filter = texts(workflow(service + ".yml").at("/on/push/paths"));

        assertThat(filter).containsAll(expected);
        assertThat(filter)
                .as("and for what else makes its image or runs it, and no more")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                expected.stream(),
                                Stream.of(
                                        "images/**",
                                        "scripts/build.sh",
                                        "scripts/images.sh",
                                        ".dockerignore",
                                        "infra/templates/service.yaml",
                                        "infra/templates/data.yaml",
                                        ".github/actions/**",
                                        ".github/workflows/service-dev.yml",
                                        ".github/workflows/service-prod.yml",
                                        ".github/workflows/" + service + ".yml"))
                        .toList());
    }

    @Test
    void theInfraPipelineRunsForTheModulesThatDeploy() throws IOException {
        List<String> filter = texts(workflow("infra.yml").at("/on/push/paths"));

        compiledWith(modules(), "deploy").forEach(module -> assertThat(filter).contains(module + "/**"));
        assertThat(filter).contains("pom.xml", ".mvn/**");
    }

    @Test
    void theFrontendsPipelineRunsForTheContractsThatItsClientIsMadeFrom() {
        String generate = text(PROJECT.resolve("frontend/package.json"));
        List<String> filter = texts(workflow("frontend.yml").at("/on/push/paths"));

        List<String> contracts = Pattern.compile("\\.\\./([a-z/-]+/openapi\\.yaml)")
                .matcher(generate)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(contracts).hasSize(2);
        assertThat(filter).contains("frontend/**").containsAll(contracts);
    }

    @Test
    void everyPathOfAFilterIsThere() {
        WORKFLOWS.forEach((name, workflow) -> texts(workflow.at("/on/push/paths")).stream()
                .map(path -> path.replaceAll("/\\*\\*$", ""))
                .forEach(path -> assertThat(PROJECT.resolve(path)).as(name).exists()));
    }

    /** {@code ./dev test} fails where a required tool isn't there, whichever suite it runs. */
    @Test
    void aJobThatRequiresTheToolsInstallsThem() {
        WORKFLOWS.forEach((name, workflow) -> workflow.path("jobs").properties().forEach(entry -> {
            JsonNode job = entry.getValue();
            boolean required = workflow.path("env").has("CI_REQUIRE_TOOLS")
                    || job.path("env").has("CI_REQUIRE_TOOLS");
            boolean tests = job.path("steps").values().stream()
                    .anyMatch(step -> step.path("run").asString("").startsWith("./dev test"));
            if (required && tests) {
                assertThat(job.path("steps").values().stream()
                                .filter(step -> step.path("uses").asString("").equals("./.github/actions/set-up"))
                                .map(step -> step.at("/with/tools").asString("")))
                        .as("%s of %s", entry.getKey(), name)
                        .containsExactly("true");
            }
        }));
    }

    /** A change that no line knows would be merged untried. */
    @Test
    void aPullRequestIsTriedWhateverItChanges() throws IOException {
        String changes = text(GITHUB.resolve("changes.txt"));

        for (String module : modules().keySet()) {
            assertThat(line(changes, "java")).contains(":(top)" + module.replaceAll("/.*", ""));
        }
        for (String folder : List.of(
                "frontend", "e2e", "todo-service", "files-service", "platform", "infra", "deploy", "local-cloud")) {
            assertThat(line(changes, "system")).contains(":(top)" + folder);
        }
        assertThat(line(changes, "frontend")).contains(":(top)frontend", ":(top,glob)*/openapi.yaml");
        // Tests of the module images read these.
        assertThat(line(changes, "java")).contains(":(top,glob)*compose*", ":(top).dockerignore");
        assertThat(line(changes, "stacks")).contains(":(top)infra", ":(top)deploy");
        for (String output : texts(workflow("pull-request.yml").at("/jobs/changes/outputs"))) {
            assertThat(changes).contains(output.replaceAll(".*outputs\\.(\\w+).*", "\n$1:"));
        }
    }

    @Test
    void aPullRequestMayBeMergedOnceEveryJobThatItNeedsHasGoneWell() {
        JsonNode jobs = workflow("pull-request.yml").path("jobs");

        assertThat(texts(jobs.at("/verdict/needs")))
                .containsExactlyInAnyOrderElementsOf(jobs.propertyNames().stream()
                        .filter(name -> !Set.of("verdict", "no-preview").contains(name))
                        .toList());
        assertThat(jobs.at("/verdict/if").asString()).isEqualTo("always()");
    }

    @Test
    void noImageAndNoFindingIsLeftOutOfWhatTheSecurityWorkflowJudges() {
        JsonNode jobs = workflow("security.yml").path("jobs");

        assertThat(texts(jobs.at("/verdict/needs")))
                .containsExactlyInAnyOrderElementsOf(jobs.propertyNames().stream()
                        .filter(name -> !Set.of("verdict", "tell").contains(name))
                        .toList());
        assertThat(jobs.at("/verdict/if").asString()).isEqualTo("always()");
        assertThat(String.join(" ", texts(jobs.at("/images/strategy/matrix/image"))))
                .isEqualTo(
                        text(PROJECT.resolve("scripts/images.sh")).replaceAll("(?s).*\nIMAGES=\"([^\"]+)\".*", "$1"));
        assertThat(text(GITHUB.resolve("changes.txt"))).contains("\nimages: ");
        assertThat(workflow("security.yml").path("on").propertyNames()).contains("merge_group", "schedule");
        assertThat(line(text(GITHUB.resolve("changes.txt")), "images"))
                .contains(":(top,glob)**/Dockerfile", ":(top,glob)**/pom.xml", ":(top)images");
    }

    /** The cache that an image is trained with fits its own JVM alone, so what is built and tested had better be of the same. */
    @Test
    void pipelinesBuildWithTheJvmThatImagesHave() throws IOException {
        String setUp = text(GITHUB.resolve("actions/set-up/action.yml"));
        Matcher version = Pattern.compile("java-version: \"([0-9.]+)\"").matcher(setUp);
        assertThat(version.find()).isTrue();

        try (Stream<Path> files = Files.walk(PROJECT.resolve("images"), 2)) {
            String base = Stream.concat(files, Stream.of(PROJECT.resolve("todo-service/Dockerfile")))
                    .filter(file -> file.getFileName().toString().equals("Dockerfile"))
                    .map(Environments::text)
                    .filter(text -> text.contains("eclipse-temurin:"))
                    .findFirst()
                    .orElseThrow();
            assertThat(base).contains("eclipse-temurin:" + version.group(1) + "_");
        }
    }

    @Test
    void dependabotLooksAfterEveryFileThatPinsSomething() throws IOException {
        Map<String, Set<String>> watched = new HashMap<>();
        for (JsonNode update : YamlFile.read(GITHUB.resolve("dependabot.yml"), "dependabot.yml")
                .path("updates")
                .values()) {
            Set<String> folders =
                    watched.computeIfAbsent(update.path("package-ecosystem").asString(), kind -> new TreeSet<>());
            folders.addAll(texts(update.path("directories")));
            if (update.has("directory")) {
                folders.add(update.path("directory").asString());
            }
        }
        assertThat(watched.keySet()).contains("maven", "npm", "docker", "docker-compose", "pip", "github-actions");
        assertThat(watched.get("npm")).containsExactlyInAnyOrderElementsOf(foldersWith("package-lock.json"));
        // The others are given what they stand on, and Dependabot passes over a FROM with a variable in it.
        assertThat(watched.get("docker"))
                .containsExactlyInAnyOrderElementsOf(foldersWith("Dockerfile").stream()
                        .filter(folder -> text(PROJECT.resolve(folder.substring(1))
                                        .resolve("Dockerfile"))
                                .lines()
                                .anyMatch(line -> line.matches("FROM [a-z/.-]+:.*")))
                        .toList());
        assertThat(watched.get("pip")).containsExactlyInAnyOrderElementsOf(foldersWith("requirements.txt"));
        assertThat(watched.get("github-actions")).contains("/").containsAll(foldersWith("action.yml"));
    }

    @Test
    void theToolsAndWhatTheyBringAlongAreOfOneVersionEach() throws IOException {
        assertThat(Files.readAllLines(GITHUB.resolve("tools/requirements.txt")))
                .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                .hasSizeGreaterThan(30)
                .allMatch(line -> line.matches("[a-z0-9-]+(\\[[a-z]+])?==[0-9][0-9a-z.]*"));
        assertThat(text(PROJECT.resolve("scripts/pipeline.sh"))).contains("pip install --quiet --no-deps ");
    }

    private static Set<String> foldersWith(String name) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT, 4)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .map(file -> "/" + PROJECT.relativize(file.getParent()))
                    .filter(folder -> !folder.matches(".*/(node_modules|target|dist|\\.local)(/.*)?"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String usage() {
        return text(PROJECT.resolve("dev")).split("<<'TEXT'\n")[1].split("\nTEXT\n")[0];
    }

    private static String line(String changes, String name) {
        return changes.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow();
    }

    /** Whom a role trusts, as patterns of the subject; empty if it is none of GitHub's. */
    private static List<Pattern> trusted(Resource role) {
        JsonNode statement = role.properties().at("/AssumeRolePolicyDocument/Statement/0");
        if (!statement.path("Principal").has("Federated")) {
            return List.of();
        }
        String claim = "token.actions.githubusercontent.com:sub";
        List<Pattern> patterns = new ArrayList<>();
        JsonNode equal = statement.path("Condition").path("StringEquals").path(claim);
        if (equal.isString()) {
            patterns.add(Pattern.compile(Pattern.quote(equal.asString())));
        }
        for (String like : texts(statement.path("Condition").path("StringLike").path(claim))) {
            patterns.add(Pattern.compile(Pattern.quote(like).replace("*", "\\E.*\\Q")));
        }
        return patterns;
    }

    private static Set<String> withNeeds(JsonNode workflow, String job) {
        Set<String> all = new LinkedHashSet<>();
        collectNeeds(workflow, job, all);
        return all;
    }

    private static void collectNeeds(JsonNode workflow, String job, Set<String> all) {
        if (all.add(job)) {
            JsonNode needs = workflow.path("jobs").path(job).path("needs");
            (needs.isArray() ? texts(needs) : needs.isString() ? List.of(needs.asString()) : List.<String>of())
                    .forEach(needed -> collectNeeds(workflow, needed, all));
        }
    }

    /** Folder of each module, with the folders of our modules that it is compiled with. */
    private static Map<String, Set<String>> modules() throws IOException {
        Map<String, String> folders = new LinkedHashMap<>();
        Map<String, String> poms = new LinkedHashMap<>();
        Matcher modules = Pattern.compile("<module>([^<]+)</module>").matcher(text(PROJECT.resolve("pom.xml")));
        while (modules.find()) {
            String pom = text(PROJECT.resolve(modules.group(1)).resolve("pom.xml"));
            String own = pom.replaceAll("(?s)<parent>.*?</parent>", "");
            folders.put(own.replaceAll("(?s).*?<artifactId>([^<]+)</artifactId>.*", "$1"), modules.group(1));
            poms.put(modules.group(1), own);
        }
        Map<String, Set<String>> compiled = new LinkedHashMap<>();
        poms.forEach((folder, pom) -> {
            Set<String> with = new TreeSet<>();
            Matcher dependencies =
                    Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
            while (dependencies.find()) {
                String dependency = dependencies.group(1);
                if (dependency.contains("<groupId>dev.todoapp</groupId>")
                        && !dependency.contains("<scope>test</scope>")) {
                    with.add(folders.get(dependency.replaceAll("(?s).*<artifactId>([^<]+)</artifactId>.*", "$1")));
                }
            }
            compiled.put(folder, with);
        });
        return compiled;
    }

    private static Set<String> compiledWith(Map<String, Set<String>> modules, String module) {
        Set<String> all = new TreeSet<>(Set.of(module));
        Objects.requireNonNull(modules.get(module)).forEach(other -> all.addAll(compiledWith(modules, other)));
        return all;
    }

    /** Jobs that become a role, once for each member of their matrix. */
    private static Stream<OnAws> onAws() {
        return WORKFLOWS.entrySet().stream()
                .flatMap(workflow -> workflow.getValue().path("jobs").properties().stream()
                        .flatMap(job -> job.getValue().path("steps").values().stream()
                                .filter(step -> step.path("uses")
                                        .asString("")
                                        .startsWith("aws-actions/configure-aws-credentials@"))
                                .flatMap(step -> members(job.getValue())
                                        .map(member -> new OnAws(
                                                workflow.getKey(), job.getKey(), job.getValue(), step, member)))));
    }

    private static Stream<Map<String, String>> members(JsonNode job) {
        JsonNode include = job.at("/strategy/matrix/include");
        return include.isMissingNode()
                ? Stream.of(Map.of())
                : include.values().stream().map(member -> {
                    Map<String, String> values = new HashMap<>();
                    member.properties()
                            .forEach(value ->
                                    values.put(value.getKey(), value.getValue().asString()));
                    return values;
                });
    }

    private record OnAws(String file, String name, JsonNode node, JsonNode role, Map<String, String> matrix) {

        String where() {
            return "%s: %s %s".formatted(file, name, matrix.getOrDefault("env", ""));
        }

        String environment() {
            return filled(node.path("environment").asString(""));
        }

        /** The repository's variable that the role begins with. */
        String variable() {
            return filled(role.at("/with/role-to-assume").asString())
                    .replaceAll("^\\$\\{\\{ vars\\.(\\w+) }}-.*", "$1");
        }

        String part(String caller) {
            return filled(role.at("/with/role-to-assume").asString())
                    .replaceAll("^\\$\\{\\{ vars\\.\\w+ }}-", "")
                    .replace("${{ inputs.service }}", caller.replace(".yml", ""));
        }

        /** The workflows that it runs in: GitHub names the one that was started, not the one that was called. */
        List<String> callers() {
            return workflow(file).path("on").has("workflow_call")
                    ? WORKFLOWS.entrySet().stream()
                            .filter(other -> other.getValue().path("jobs").values().stream()
                                    .anyMatch(
                                            job -> job.path("uses").asString("").endsWith("/" + file)))
                            .map(Map.Entry::getKey)
                            .toList()
                    : List.of(file);
        }

        private String filled(String text) {
            String filled = text;
            for (Map.Entry<String, String> value : matrix.entrySet()) {
                filled = filled.replace("${{ matrix.%s }}".formatted(value.getKey()), value.getValue());
            }
            return filled;
        }
    }

    private static Stream<Step> steps() {
        Stream<Step> ofJobs = WORKFLOWS.entrySet().stream()
                .flatMap(workflow -> workflow.getValue().path("jobs").properties().stream()
                        .flatMap(job -> job.getValue().path("steps").values().stream()
                                .map(step -> new Step(workflow.getKey() + ": " + job.getKey(), step))));
        JsonNode setUp = YamlFile.read(GITHUB.resolve("actions/set-up/action.yml"), "action.yml");
        return Stream.concat(ofJobs, setUp.at("/runs/steps").values().stream().map(step -> new Step("set-up", step)));
    }

    private record Step(String job, JsonNode node) {

        String where() {
            return "%s: %s".formatted(job, node);
        }

        String run() {
            return node.path("run").asString("");
        }

        String action() {
            return node.path("uses").asString("").replaceAll("@.*", "");
        }
    }

    private static JsonNode workflow(String name) {
        return Objects.requireNonNull(WORKFLOWS.get(name), name);
    }

    private static Map<String, JsonNode> workflows() {
        Map<String, JsonNode> workflows = new TreeMap<>();
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            files.forEach(file -> workflows.put(
                    file.getFileName().toString(),
                    YamlFile.read(file, file.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return workflows;
    }

    private static List<Path> yamlFiles() throws IOException {
        try (Stream<Path> files = Files.walk(GITHUB)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList();
        }
    }
}
