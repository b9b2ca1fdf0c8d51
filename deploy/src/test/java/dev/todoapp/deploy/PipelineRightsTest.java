package dev.todoapp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A pipeline's role allows what the commands call that the pipeline runs: by our own templates, on the resources of dev. */
class PipelineRightsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/todoapp/deploy");
    private static final String REGION = "eu-central-1";
    private static final String ACCOUNT = "123456789012";
    private static final String ARN = ":" + REGION + ":" + ACCOUNT + ":";
    private static final String INFRA = "InfraRole";
    private static final String PREVIEW = "PreviewRole";
    private static final List<String> SERVICES = List.of("todo-service", "files-service");

    /** Which pipelines come by a class; the others are for people alone. */
    private static final Map<String, List<String>> RUN_BY = Map.ofEntries(
            Map.entry("CloudFormation", List.of(INFRA, PREVIEW, "TodoServiceRole", "FilesServiceRole")),
            Map.entry("EcsService", List.of("TodoServiceRole", "FilesServiceRole")),
            Map.entry("Images", List.of("TodoServiceRole", "FilesServiceRole")),
            Map.entry("Policies", List.of(INFRA)),
            Map.entry("SmokeTest", List.of("TodoServiceRole", "FilesServiceRole")),
            Map.entry("SmokeTestUser", List.of(INFRA)),
            Map.entry("TemplateBucket", List.of(INFRA, PREVIEW)),
            Map.entry("Website", List.of("FrontendRole")),
            Map.entry("publish.sh", List.of("TodoServiceRole", "FilesServiceRole")),
            Map.entry("Status", List.of()),
            Map.entry("Logs", List.of()),
            Map.entry("Destroy", List.of()));

    /** What a pipeline doesn't come to, in a class that it comes by. */
    private static final Map<String, String> NOT_THERE = Map.ofEntries(
            Map.entry("InfraRole cloudformation:DeleteStack", "no pipeline deletes a stack: docs/deploy.md"),
            Map.entry("TodoServiceRole cloudformation:DeleteStack", "as above"),
            Map.entry("FilesServiceRole cloudformation:DeleteStack", "as above"),
            Map.entry("PreviewRole cloudformation:DeleteStack", "as above"),
            Map.entry("PreviewRole cloudformation:ExecuteChangeSet", "a preview carries nothing out"),
            Map.entry("PreviewRole cloudformation:ContinueUpdateRollback", "as above"),
            Map.entry("PreviewRole s3:PutObject", "every template fits into a request: EveryTemplateTest"),
            Map.entry(
                    "TodoServiceRole cloudformation:ContinueUpdateRollback", "a release refuses a stack that is stuck"),
            Map.entry("FilesServiceRole cloudformation:ContinueUpdateRollback", "as above"),
            Map.entry("TodoServiceRole cloudformation:DescribeStackResources", "destroy alone asks"),
            Map.entry("FilesServiceRole cloudformation:DescribeStackResources", "as above"),
            Map.entry("TodoServiceRole ecs:DescribeTaskDefinition", "status alone asks"),
            Map.entry("FilesServiceRole ecs:DescribeTaskDefinition", "as above"));

    /** What Docker asks of ECR for an image that is copied there, by AWS's guide. */
    private static final List<String> PUSH = List.of(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:GetDownloadUrlForLayer",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart");

    private static final Pattern IN_A_SCRIPT = Pattern.compile("\\baws ([a-z0-9]+) ([a-z0-9-]+)");

    private static final Pattern CALL = Pattern.compile("\\bcall\\(\\s*\"([a-z0-9-]+)\",\\s*\"([a-z0-9-]+)\"");

    private static final Deployment DEV =
            Deployment.read(MotoTest.INFRA, "dev", Map.of("AWS_ACCOUNT_ID", ACCOUNT, "AWS_REGION", REGION));

    private FakeAws aws;
    private String out = "";

    /** Everything of dev is deployed, and each stack would change. */
    @BeforeEach
    void deployed(@TempDir Path folder) {
        aws = new FakeAws(folder);
        DEV.stacks().forEach(stack -> {
            String name = "dev-" + stack.name();
            aws.stack(name, "UPDATE_COMPLETE", stack.parameters(), stack.outputs())
                    .changes(
                            name,
                            "{\"Action\": \"Modify\", \"LogicalResourceId\": \"It\", \"ResourceType\": \"AWS::X::Y\"}");
        });
        aws.answers("get-template", "{\"TemplateBody\": \"Metadata: {Operational: [LogLevel]}\"}")
                .answers("describe-images", "{\"imageDetails\": [{\"imageDigest\": \"sha256:3333\"}]}")
                .answers("batch-get-image", "{\"images\": [{\"imageId\": {}, \"imageManifest\": \"{}\"}]}")
                .answers("admin-get-user", "{\"UserStatus\": \"FORCE_CHANGE_PASSWORD\"}")
                .answers("get-secret-value", "{\"SecretString\": \"Correct-1\"}")
                .answers("validate-policy", "{\"findings\": []}");
    }

    @Test
    void allowsWhateverTheCodeCallsThatAPipelineComesBy() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (Path file : sources()) {
            String name = file.getFileName().toString().replace(".java", "");
            for (String action : actions(Files.readString(file))) {
                assertThat(RUN_BY).as("which pipelines come by it").containsKey(name);
                RUN_BY.getOrDefault(name, List.of()).stream()
                        .filter(role -> !Rights.of(DEV, role).allow(action, arn(role, action)))
                        .map(role -> role + " " + action)
                        .forEach(refused::add);
            }
        }

        assertThat(refused).isEqualTo(new TreeSet<>(NOT_THERE.keySet()));
    }

    @Test
    void allowsWhateverAScriptCallsThatAPipelineComesBy() throws IOException {
        Set<String> called = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(MotoTest.INFRA.resolveSibling("scripts"))) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                String name = script.getFileName().toString();
                String text = Files.readString(script);
                Set<String> actions = new TreeSet<>(text.contains("docker buildx imagetools create") ? PUSH : Set.of());
                IN_A_SCRIPT
                        .matcher(text)
                        .results()
                        .filter(call -> !call.group(1).equals("sts"))
                        .forEach(call -> actions.addAll(actions(call.group(1), call.group(2))));
                for (String action : actions) {
                    assertThat(RUN_BY).as("which pipelines come by it").containsKey(name);
                    assertThat(RUN_BY.getOrDefault(name, List.of()))
                            .allSatisfy(role -> assertThat(Rights.of(DEV, role).allow(action, arn(role, action)))
                                    .as("%s %s", role, action)
                                    .isTrue());
                }
                called.addAll(actions);
            }
        }

        assertThat(called).contains("ecr:DescribeImages", "ecr:GetAuthorizationToken", "ecr:PutImage");
    }

    /** Else a call could be overlooked above. */
    @Test
    void namesServiceAndOperationWhereItCalls() throws IOException {
        for (Path file : sources()) {
            String text = Files.readString(file);
            assertThat(CALL.matcher(text).results().count())
                    .as("%s: calls whose operation is written out", file.getFileName())
                    .isEqualTo(Pattern.compile("\\bcall\\(")
                            .matcher(text)
                            .results()
                            .count());
        }
    }

    @Test
    void theInfraPipelineDeploysEveryStackButItsOwn() {
        aws.fails("create-change-set@dev-bootstrap", "AccessDenied", "… is not authorized to perform …");

        assertThat(dev("deploy", "dev", "--yes")).as(out).isZero();

        assertThat(refusedTo(INFRA)).containsExactly("cloudformation:CreateChangeSet on dev-bootstrap");
        assertThat(aws.inputs("create-change-set").stream()
                        .map(input -> input.path("RoleARN").asString("").replaceFirst(".*/", ""))
                        .distinct())
                .as("CloudFormation works with")
                .containsExactly(
                        "",
                        "dev-cloudformation",
                        "dev-cloudformation-todo-service",
                        "dev-cloudformation-files-service");
        assertThat(out)
                .contains("dev-bootstrap in eu-central-1: a person deploys it, no pipeline may; it stays as it is");
        assertThat(aws.calls("execute-change-set")).hasSize(DEV.stacks().size() - 1);
        assertThat(aws.calls("admin-set-user-password")).isNotEmpty();
    }

    @Test
    void bootstrapIsRefusedToWhoAsksForIt() {
        aws.fails("create-change-set@dev-bootstrap", "AccessDenied", "… is not authorized to perform …");

        assertThat(dev("deploy", "dev", "bootstrap", "--yes")).isEqualTo(1);
        assertThat(out).contains("is not authorized to perform");
    }

    @Test
    void theInfraPipelineShowsWhatWouldChangeAndLooksAtPolicies() {
        aws.fails("create-change-set@dev-bootstrap", "AccessDenied", "… is not authorized to perform …");

        assertThat(dev("deploy", "dev", "--plan")).as(out).isZero();
        assertThat(dev("policies", "dev")).as(out).isZero();

        assertThat(refusedTo(INFRA)).containsExactly("cloudformation:CreateChangeSet on dev-bootstrap");
    }

    @Test
    void aPreviewShowsEveryStackBootstrapAmongThem() {
        assertThat(dev("deploy", "dev", "--plan", "--keep-going")).as(out).isZero();

        assertThat(refusedTo(PREVIEW)).isEmpty();
        assertThat(aws.calls("create-change-set")).hasSize(DEV.stacks().size());
        assertThat(aws.calls("delete-change-set")).hasSize(DEV.stacks().size());
        assertThat(out).contains("Nothing was changed: this was a plan.");
    }

    /** The empty stack that the plan was made for stays, and the next deployment goes on with it. */
    @Test
    void aPreviewOfAStackThatIsNewLeavesItPlanned() {
        aws.replace(
                        "describe-stacks@dev-network",
                        "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id dev-network does not exist")
                .fails("delete-stack", "AccessDenied", "… is not authorized to perform …");

        assertThat(dev("deploy", "dev", "network", "--plan", "--keep-going"))
                .as(out)
                .isZero();

        assertThat(refusedTo(PREVIEW)).containsExactly("cloudformation:DeleteStack on dev-network");
        assertThat(out).contains("a new stack of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"todo-service", "files-service"})
    void aServicesPipelineReleasesItAndGoesBack(String service) {
        aws.replace(
                "describe-stacks@dev-" + service,
                stack(service, Map.of("Image", image(service, "2222"), "PreviousImages", image(service, "1111"))));

        assertThat(dev("release", service, "release-1.4.0", "dev", "--yes", "--forward"))
                .as(out)
                .isZero();
        assertThat(dev("rollback", service, "dev", "--yes")).as(out).isZero();
        assertThat(dev("config", service, "LogLevel=DEBUG", "dev", "--yes"))
                .as(out)
                .isZero();
        assertThat(dev("scale", service, "2", "dev", "--yes")).as(out).isZero();

        assertThat(refusedTo(role(service))).isEmpty();
        assertThat(aws.inputs("create-change-set"))
                .as("the stack keeps the role that it has")
                .hasSize(4)
                .noneMatch(input -> input.has("RoleARN"));
        assertThat(aws.calls("put-image")).hasSize(2);
        assertThat(aws.calls("describe-services")).isNotEmpty();
        assertThat(refusedTo(role(SERVICES.stream()
                        .filter(other -> !other.equals(service))
                        .findFirst()
                        .orElseThrow())))
                .as("the other service's pipeline")
                .contains("cloudformation:CreateChangeSet on dev-" + service, "ecr:PutImage on dev-" + service);
    }

    @Test
    void theWebsitesPipelinePublishesItAndGoesBack(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("dist"));
        Files.writeString(folder.resolve("dist/index.html"), "new");
        String old = "20260101T000000Z-frontend-v1";
        aws.answers("list-objects-v2", """
                        {"Contents": [{"Key": "index.html", "ETag": "1"}, {"Key": "releases/%1$s/index.html", "ETag": "2"},
                          {"Key": "releases/20260102T000000Z-frontend-v2/index.html", "ETag": "1"}, {"Key": "assets/old.js", "ETag": "3"}]}
                        """.formatted(old))
                .answers("head-object", "{\"Metadata\": {\"release\": \"20260102T000000Z-frontend-v2\"}}")
                .answers("create-invalidation", "{\"Invalidation\": {\"Id\": \"I1\", \"Status\": \"InProgress\"}}")
                .answers("get-invalidation", "{\"Invalidation\": {\"Status\": \"Completed\"}}");

        assertThat(dev("website", "dev", "--dist", folder.resolve("dist").toString()))
                .as(out)
                .isZero();
        assertThat(dev("website", "rollback", "dev", "--to", old)).as(out).isZero();
        assertThat(dev("website", "releases", "dev")).as(out).isZero();

        assertThat(refusedTo("FrontendRole")).isEmpty();
        for (String operation : List.of("put-object", "copy-object", "create-invalidation", "delete-objects")) {
            assertThat(aws.calls(operation)).as(operation).isNotEmpty();
        }
    }

    /** A release that is through is through, whether or not somebody may look at ECS. */
    @Test
    void aReleaseDoesNotFailBecauseNobodyMayLookAtTheCluster() {
        aws.replace(
                "describe-stacks@dev-todo-service",
                stack("todo-service", Map.of("Image", image("todo-service", "2222"))));
        aws.replace(
                "describe-stacks@dev-cluster",
                "An error occurred (AccessDenied) when calling the DescribeStacks operation: … is not authorized …");

        assertThat(dev("release", "todo-service", "build-3", "dev", "--yes"))
                .as(out)
                .isZero();

        assertThat(out).contains("dev-todo-service runs " + image("todo-service", "3333"));
    }

    private static List<Path> sources() throws IOException {
        // Aws makes the calls that others name; Moto calls an emulator alone.
        Set<String> others = Set.of("Aws.java", "Moto.java");
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> !others.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> actions(String source) {
        Set<String> actions = new LinkedHashSet<>();
        Matcher call = CALL.matcher(source);
        while (call.find()) {
            if (!call.group(1).equals("sts")) {
                actions.addAll(actions(call.group(1), call.group(2)));
            }
        }
        return actions;
    }

    /** As IAM calls what the CLI calls. */
    private static List<String> actions(String service, String operation) {
        String prefix = switch (service) {
            case "s3api" -> "s3";
            case "elbv2" -> "elasticloadbalancing";
            case "accessanalyzer" -> "access-analyzer";
            default -> service;
        };
        return switch (service + " " + operation) {
            case "s3api copy-object" -> List.of("s3:GetObject", "s3:PutObject");
            case "s3api delete-objects" -> List.of("s3:DeleteObject");
            case "s3api head-object" -> List.of("s3:GetObject");
            case "s3api list-objects-v2" -> List.of("s3:ListBucket");
            case "ecr get-login-password" -> List.of("ecr:GetAuthorizationToken");
            case "s3api list-object-versions" -> List.of("s3:ListBucketVersions");
            default ->
                List.of(prefix + ":"
                        + Stream.of(operation.split("-"))
                                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                                .collect(Collectors.joining()));
        };
    }

    /** Something of the environment that the role is there for. */
    private static String arn(String role, String action) {
        String service = role.equals("FilesServiceRole") ? "files-service" : "todo-service";
        String own = role.equals(INFRA) ? "dev-network" : "dev-" + service;
        String prefix = action.substring(0, action.indexOf(':'));
        return switch (prefix) {
            case "cloudformation" -> "arn:aws:cloudformation" + ARN + "stack/" + own + "/1";
            case "ecr" -> "arn:aws:ecr" + ARN + "repository/" + own;
            case "ecs" -> "arn:aws:ecs" + ARN + "service/dev-todo/" + service;
            case "s3" -> bucket(role) + (action.startsWith("s3:List") ? "" : "/infra/templates/1.yaml");
            case "cloudfront" -> "arn:aws:cloudfront::" + ACCOUNT + ":distribution/E1";
            case "cognito-idp" -> "arn:aws:cognito-idp" + ARN + "userpool/eu-central-1_1";
            case "secretsmanager" -> DEV.stack("identity").output("SmokeTestSecretArn");
            case "access-analyzer" -> "arn:aws:access-analyzer" + ARN + "*";
            default -> throw new AssertionError("which resource does " + action + " work on?");
        };
    }

    private static String bucket(String role) {
        return "arn:aws:s3:::"
                + (role.equals(INFRA)
                        ? DEV.stack("bootstrap").output("ArtifactBucketName")
                        : DEV.stack("website").output("SiteBucketName"));
    }

    /** What was called, and the role doesn't allow: action and the resource's name. */
    private Set<String> refusedTo(String role) {
        Rights rights = Rights.of(DEV, role);
        Set<String> refused = new TreeSet<>();
        List<String> calls = aws.calls();
        List<JsonNode> inputs = aws.inputs();
        for (int i = 0; i < calls.size(); i++) {
            List<String> words = List.of(calls.get(i).split(" "));
            JsonNode input = inputs.get(i);
            if (words.getFirst().equals("sts")) {
                continue;
            }
            String name = name(words, input);
            actions(words.get(0), words.get(1)).stream()
                    .filter(action -> !rights.allow(action, arn(words, name)))
                    .forEach(action -> refused.add(action + " on " + name));
            String handedOn = input.path("RoleARN").asString("");
            if (!handedOn.isEmpty() && !rights.allow("iam:PassRole", handedOn)) {
                refused.add("iam:PassRole on " + handedOn);
            }
        }
        return refused;
    }

    private static String name(List<String> words, JsonNode input) {
        return switch (words.getFirst()) {
            case "cloudformation" -> given(words, "--stack-name", input.path("StackName"));
            case "ecr" -> input.path("repositoryName").asString();
            case "ecs" ->
                input.path("cluster").asString() + "/" + input.at("/services/0").asString();
            case "s3api" -> given(words, "--bucket", input.path("Bucket")) + key(words, input);
            case "cloudfront" -> given(words, "--distribution-id", input.path("DistributionId"));
            case "cognito-idp" -> given(words, "--user-pool-id", input.path("UserPoolId"));
            case "secretsmanager" -> given(words, "--secret-id", input);
            default -> "*";
        };
    }

    private static String key(List<String> words, JsonNode input) {
        String key = given(words, "--key", input.at("/Delete/Objects/0/Key"));
        return key.isEmpty() ? "" : "/" + key;
    }

    private static String arn(List<String> words, String name) {
        String here = ":" + given(words, "--region", Aws.JSON.missingNode()) + ":" + ACCOUNT + ":";
        return switch (words.getFirst()) {
            case "cloudformation" -> "arn:aws:cloudformation" + here + "stack/" + name + "/1";
            case "ecr" -> "arn:aws:ecr" + here + "repository/" + name;
            case "ecs" -> "arn:aws:ecs" + here + "service/" + name;
            case "s3api" -> "arn:aws:s3:::" + name;
            case "cloudfront" -> "arn:aws:cloudfront::" + ACCOUNT + ":distribution/" + name;
            case "cognito-idp" -> "arn:aws:cognito-idp" + here + "userpool/" + name;
            case "secretsmanager" -> name;
            case "accessanalyzer" -> "arn:aws:access-analyzer" + here + "*";
            default -> throw new AssertionError("which resource does " + words + " work on?");
        };
    }

    private static String given(List<String> words, String option, JsonNode otherwise) {
        int at = words.indexOf(option);
        return at < 0 ? otherwise.asString("") : words.get(at + 1);
    }

    private static String role(String service) {
        return service.equals("todo-service") ? "TodoServiceRole" : "FilesServiceRole";
    }

    private static String image(String service, String digest) {
        return "%s.dkr.ecr.%s.amazonaws.com/dev-%s@sha256:%s".formatted(ACCOUNT, REGION, service, digest);
    }

    private static String stack(String service, Map<String, String> image) {
        var stack = Aws.JSON.createObjectNode();
        var described = stack.putArray("Stacks").addObject();
        described
                .put("StackName", "dev-" + service)
                .put("StackId", "dev-" + service)
                .put("StackStatus", "UPDATE_COMPLETE");
        var parameters = described.putArray("Parameters");
        var all = new LinkedHashMap<>(DEV.stack(service).parameters());
        all.putAll(image);
        all.forEach(
                (key, value) -> parameters.addObject().put("ParameterKey", key).put("ParameterValue", value));
        var outputs = described.putArray("Outputs");
        DEV.stack(service)
                .outputs()
                .forEach((key, value) ->
                        outputs.addObject().put("OutputKey", key).put("OutputValue", value));
        return stack.toString();
    }

    private int dev(String... words) {
        var bytes = new ByteArrayOutputStream();
        var print = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var screen = new Screen(print, new BufferedReader(new StringReader("")), false, false);
        int exitCode = Main.run(MotoTest.INFRA, aws.aws(), screen, Duration.ZERO, List.of(words), print);
        out = bytes.toString(StandardCharsets.UTF_8);
        return exitCode;
    }
}
