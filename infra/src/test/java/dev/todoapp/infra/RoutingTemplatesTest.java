package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.texts;
import static dev.todoapp.infra.Environments.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** One request's way is written down three times: CloudFront's behaviours, the API's routes, the load balancer's rules. */
class RoutingTemplatesTest {

    private static final Map<String, List<String>> PATHS_OF_SERVICES = Map.of(
            "todo-service", List.of("/todos", "/todos/*"),
            "files-service", List.of("/files", "/files/*"));

    /** todo-service's readiness, which the API's GET /health asks. CloudFront doesn't hand it on. */
    private static final String READINESS = "/actuator/health/readiness";

    private static final List<String> ROUTES = List.of(
            "GET /todos",
            "POST /todos",
            "DELETE /todos",
            "GET /todos/{proxy+}",
            "PUT /todos/{proxy+}",
            "PATCH /todos/{proxy+}",
            "DELETE /todos/{proxy+}",
            "GET /files",
            "GET /files/{proxy+}",
            "POST /files/{proxy+}",
            "DELETE /files/{proxy+}");

    private static final Set<String> HTTP_METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theLoadBalancerGivesEachServiceItsPathsWhenTheyComeThroughCloudFront(Deployment deployment) {
        PATHS_OF_SERVICES.forEach((service, paths) -> {
            Stack stack = deployment.stack(service);
            JsonNode rule = stack.resource("ListenerRule").properties();

            assertThat(rule.path("ListenerArn").asString())
                    .isEqualTo(deployment.stack("cluster").output("ListenerArn"));
            List<String> all = service.equals("todo-service") ? List.of(paths.get(0), paths.get(1), READINESS) : paths;
            assertThat(rule.path("Conditions"))
                    .isEqualTo(yaml("""
                    - Field: path-pattern
                      PathPatternConfig: {Values: ["%s"]}
                    - Field: http-header
                      HttpHeaderConfig: {HttpHeaderName: X-Origin-Verify, Values: ["%s"]}
                    """.formatted(String.join("\", \"", all), originSecret(deployment))));
            assertThat(rule.path("Actions")).isEqualTo(toItsTasks(stack));
        });
    }

    /** With canaries, to two groups of which ECS uses one at a time. */
    private static JsonNode toItsTasks(Stack stack) {
        String group = stack.resource("TargetGroup").physicalId();
        return "CANARY".equals(stack.parameters().get("DeploymentStrategy"))
                ? yaml("""
                        - Type: forward
                          ForwardConfig:
                            TargetGroups:
                              - {TargetGroupArn: "%s", Weight: 100}
                              - {TargetGroupArn: "%s", Weight: 0}
                        """.formatted(
                                group, stack.resource("AlternateTargetGroup").physicalId()))
                : yaml("""
                        - Type: forward
                          TargetGroupArn: %s
                        """.formatted(group));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void everyRuleHasAPriorityOfItsOwn(Deployment deployment) {
        List<Resource> rules = deployment.stacks().stream()
                .flatMap(stack -> stack.ofType("AWS::ElasticLoadBalancingV2::ListenerRule").stream())
                .toList();

        assertThat(rules).hasSameSizeAs(PATHS_OF_SERVICES.entrySet());
        assertThat(rules)
                .extracting(rule -> rule.properties().path("Priority").asInt())
                .doesNotHaveDuplicates();
    }

    /** A rule of a load balancer takes five values in all, and there are two secrets while a new one is rolled out. */
    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void everyRuleHasRoomForASecondSecret(Deployment deployment) {
        PATHS_OF_SERVICES.keySet().forEach(service -> {
            JsonNode conditions = deployment
                    .stack(service)
                    .resource("ListenerRule")
                    .properties()
                    .path("Conditions");
            assertThat(conditions.findValues("Values").stream()
                            .mapToInt(JsonNode::size)
                            .sum())
                    .isLessThanOrEqualTo(4);
        });
    }

    @Test
    void theLoadBalancerLetsTheSecretBeforeInWhileANewOneIsRolledOut() {
        JsonNode values = Environments.raw("service.yaml")
                .at("/Resources/ListenerRule/Properties/Conditions/Fn::If")
                .get(2)
                .get(1)
                .at("/HttpHeaderConfig/Values");

        assertThat(values).isEqualTo(yaml("""
                !If
                - HasPreviousOriginSecret
                - [!Ref OriginSecret, !Ref PreviousOriginSecret]
                - [!Ref OriginSecret]
                """));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#onAws")
    void noSecretIsInAFile(Deployment deployment) {
        assertThat(originSecret(deployment)).startsWith("{{resolve:secretsmanager:");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theApiHasARouteForEachMethodAndPathWithAuthorizerAndScopesButForHealth(Deployment deployment) {
        Stack api = deployment.stack("api");
        List<Resource> routes = api.ofType("AWS::ApiGatewayV2::Route").stream()
                .filter(route -> !route.logicalId().equals("HealthRoute"))
                .toList();

        assertThat(routes)
                .extracting(route -> route.properties().path("RouteKey").asString())
                .containsExactlyInAnyOrderElementsOf(ROUTES)
                .allMatch(key -> key.matches("(GET|POST|PUT|PATCH|DELETE) (/[a-z]+|/[a-z]+/\\{proxy\\+})"));
        assertThat(routes).allSatisfy(route -> {
            JsonNode properties = route.properties();
            assertThat(properties.path("ApiId").asString())
                    .isEqualTo(api.resource("HttpApi").physicalId());
            assertThat(properties.path("AuthorizationType").asString()).isEqualTo("JWT");
            assertThat(properties.path("AuthorizerId").asString())
                    .isEqualTo(api.resource("Authorizer").physicalId());
            assertThat(texts(properties.path("AuthorizationScopes")))
                    .containsExactly("openid", "aws.cognito.signin.user.admin");
            assertThat(properties.path("Target").asString())
                    .isEqualTo("integrations/" + api.resource("Integration").physicalId());
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void onlyTheQuestionForHealthNeedsNoTokenAndItReachesNothingButReadiness(Deployment deployment) {
        Stack api = deployment.stack("api");
        JsonNode route = api.resource("HealthRoute").properties();
        JsonNode integration = api.resource("HealthIntegration").properties();
        Stack todoService = deployment.stack("todo-service");

        assertThat(route.path("RouteKey").asString()).isEqualTo("GET /health");
        assertThat(route.path("AuthorizationType").asString()).isEqualTo("NONE");
        assertThat(route.path("Target").asString())
                .isEqualTo("integrations/" + api.resource("HealthIntegration").physicalId());
        assertThat(api.ofType("AWS::ApiGatewayV2::Route"))
                .filteredOn(other -> other.properties()
                        .path("AuthorizationType")
                        .asString("NONE")
                        .equals("NONE"))
                .hasSize(1);
        assertThat(integration.path("RequestParameters"))
                .isEqualTo(yaml("{\"overwrite:path\": %s, \"overwrite:header.X-Origin-Verify\": \"%s\"}"
                        .formatted(READINESS, originSecret(deployment))));
        assertThat(todoService.parameters().get("HealthCheckPath")).isEqualTo(READINESS);
        assertThat(integration.path("IntegrationUri").asString())
                .isEqualTo(deployment.stack("cluster").output("ListenerArn"));
        assertThat(api.resource("Stage")
                        .properties()
                        .at("/RouteSettings/GET ~1health/ThrottlingRateLimit")
                        .asInt())
                .isBetween(1, 50);
    }

    @Test
    void theApiHasANameOfItsOwnWhereItIsGivenOne(@TempDir Path folder) throws IOException {
        Sandbox ours = Sandbox.copyOfOurs(folder).change("parameters/prod.yaml", "  api:\n", """
                  api:
                    DomainName: api.todo.example.com
                    HostedZoneId: Z0123456789EXAMPLE
                """);
        Stack api = Deployment.read(folder, "prod", Map.of()).stack("api");

        assertThat(api.resource("Domain").properties().path("DomainNameConfigurations"))
                .isEqualTo(yaml("[{CertificateArn: \"%s\", EndpointType: REGIONAL, SecurityPolicy: TLS_1_2}]"
                        .formatted(api.resource("Certificate").physicalId())));
        assertThat(api.resource("DomainMapping").properties())
                .isEqualTo(yaml("{DomainName: api.todo.example.com, ApiId: %s, Stage: $default}"
                        .formatted(api.resource("HttpApi").physicalId())));
        assertThat(api.output("RegionalDomainName"))
                .matches("d-[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com");
        assertThat(Environments.PROD.stack("api").resources()).doesNotContainKeys("Domain", "DomainMapping");

        ours.change("parameters/prod.yaml", "    HostedZoneId: Z0123456789EXAMPLE\n", "");
        assertThatThrownBy(() -> Deployment.read(folder, "prod", Map.of()))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "templates/api.yaml: rule ADomainNameNeedsACertificate: a DomainName needs a CertificateArn,"
                                + " or a HostedZoneId to make one in");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theLinkSpeaksHttpWhereTheLoadBalancerHasNoCertificate(Deployment deployment) {
        assertThat(linkPorts(deployment.stack("api"))).containsExactly(80, 80, 80, 80);
        assertThat(deployment.stack("api").ofType("AWS::ApiGatewayV2::Integration"))
                .hasSize(2)
                .noneMatch(integration -> integration.properties().has("TlsConfig"));
    }

    @Test
    void theLinkSpeaksHttpsAndLooksAtTheNameWhereTheLoadBalancerHasACertificate(@TempDir Path folder)
            throws IOException {
        Sandbox ours = Sandbox.copyOfOurs(folder)
                .change(
                        "parameters/prod.yaml",
                        "    CertificateArn: \"\"\n",
                        "    CertificateArn: arn:aws:acm:us-east-1:000000000000:certificate/0a1b\n")
                .change(
                        "parameters/prod.yaml",
                        "    ListenerServerName: \"\"\n",
                        "    ListenerServerName: services.todo.example.com\n");
        Deployment prod = Deployment.read(folder, "prod", Map.of());
        Stack api = prod.stack("api");

        assertThat(prod.stack("cluster")
                        .resource("Listener")
                        .properties()
                        .path("Protocol")
                        .asString())
                .isEqualTo("HTTPS");
        assertThat(linkPorts(api)).containsExactly(443, 443, 443, 443);
        assertThat(api.ofType("AWS::ApiGatewayV2::Integration"))
                .hasSize(2)
                .allSatisfy(integration -> assertThat(integration.properties().path("TlsConfig"))
                        .isEqualTo(yaml("{ServerNameToVerify: services.todo.example.com}")));

        ours.change("parameters/prod.yaml", "services.todo.example.com", "\"\"");
        assertThatThrownBy(() -> Deployment.read(folder, "prod", Map.of()))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining("rule HttpsNeedsAName: a listener at port 443 needs ListenerServerName");
    }

    @Test
    void theApiOfAnotherRegionTakesTheTokensOfOurPool(@TempDir Path folder) throws IOException {
        Sandbox.copyOfOurs(folder).change("parameters/prod.yaml", "  api:\n", """
                  api:
                    Issuer: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcDEF123
                    ClientIds: [one, two]
                """);
        Stack api = Deployment.read(folder, "prod", Map.of()).stack("api");

        assertThat(api.resource("Authorizer").properties().path("JwtConfiguration"))
                .isEqualTo(yaml("""
                        Issuer: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcDEF123
                        Audience: [one, two]
                        """));
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theAuthorizerTrustsOurPoolAndOurClients(Deployment deployment) {
        Stack identity = deployment.stack("identity");
        JsonNode authorizer = deployment.stack("api").resource("Authorizer").properties();

        assertThat(authorizer.path("AuthorizerType").asString()).isEqualTo("JWT");
        assertThat(texts(authorizer.path("IdentitySource"))).containsExactly("$request.header.Authorization");
        assertThat(authorizer.at("/JwtConfiguration/Issuer").asString())
                .isNotBlank()
                .isEqualTo(identity.output("Issuer"));
        assertThat(texts(authorizer.at("/JwtConfiguration/Audience")))
                .isNotEmpty()
                .containsExactlyElementsOf(identity.ofType("AWS::Cognito::UserPoolClient").stream()
                        .map(Resource::physicalId)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theApiHandsEverythingToTheLoadBalancerThroughItsLink(Deployment deployment) {
        Stack api = deployment.stack("api");
        JsonNode integration = api.resource("Integration").properties();

        assertThat(integration.path("IntegrationType").asString()).isEqualTo("HTTP_PROXY");
        assertThat(integration.path("IntegrationUri").asString())
                .isEqualTo(deployment.stack("cluster").output("ListenerArn"));
        assertThat(integration.path("ConnectionType").asString()).isEqualTo("VPC_LINK");
        assertThat(integration.path("ConnectionId").asString())
                .isEqualTo(api.resource("VpcLink").physicalId());
        assertThat(integration.path("PayloadFormatVersion").asString()).isEqualTo("1.0");
        // Another stage's name would be part of the path that the load balancer sees.
        assertThat(api.resource("Stage").properties().path("StageName").asString())
                .isEqualTo("$default");
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theApiLimitsAndLogsEveryRoute(Deployment deployment) {
        Stack api = deployment.stack("api");
        JsonNode stage = api.resource("Stage").properties();

        assertThat(stage.path("AutoDeploy").asBoolean()).isTrue();
        assertThat(stage.at("/DefaultRouteSettings/ThrottlingRateLimit").asInt())
                .isPositive();
        assertThat(stage.at("/DefaultRouteSettings/ThrottlingBurstLimit").asInt())
                .isPositive();
        String format = stage.at("/AccessLogSettings/Format").asString();
        assertThat(YamlFile.parse(format, "access log").propertyNames()).contains("requestId", "status", "route");
        assertThat(format)
                .doesNotContain("\n")
                .doesNotContainIgnoringCase("authorization\"")
                .doesNotContain("queryString");
        assertThat(api.resource("AccessLog")
                        .properties()
                        .path("RetentionInDays")
                        .asInt())
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void theApiAnswersPreflightsOfTheWebsite(Deployment deployment) {
        JsonNode cors = deployment.stack("api").resource("HttpApi").properties().path("CorsConfiguration");

        assertThat(texts(cors.path("AllowOrigins")))
                .containsExactly(deployment.stack("website").output("SiteUrl"));
        assertThat(texts(cors.path("AllowMethods")))
                .containsExactlyInAnyOrderElementsOf(ROUTES.stream()
                        .map(route -> route.substring(0, route.indexOf(' ')))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(texts(cors.path("AllowHeaders")))
                .containsExactlyInAnyOrder("authorization", "content-type", "if-match", "if-none-match");
        assertThat(texts(cors.path("ExposeHeaders")))
                .containsExactlyInAnyOrder("etag", "link", "location", "retry-after");
        assertThat(cors.path("AllowCredentials").asBoolean(false)).isFalse();
    }

    @Test
    void everyOperationOfTheServicesHasARoute() {
        Set<String> taken = new TreeSet<>();
        for (String service : PATHS_OF_SERVICES.keySet()) {
            JsonNode openapi =
                    YamlFile.read(Environments.PROJECT.resolve(service).resolve("openapi.yaml"), service);
            openapi.path("paths")
                    .properties()
                    .forEach(path -> path.getValue().propertyNames().stream()
                            .filter(HTTP_METHODS::contains)
                            .forEach(method -> taken.add(route(method, path.getKey()))));
        }

        assertThat(taken).isNotEmpty().isSubsetOf(ROUTES);
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void cloudFrontSendsToTheApiExactlyThePathsOfTheServices(Deployment deployment) {
        List<JsonNode> toApi = behaviours(deployment)
                .filter(behaviour -> behaviour.path("TargetOriginId").asString().equals("api"))
                .toList();

        assertThat(toApi)
                .extracting(behaviour -> behaviour.path("PathPattern").asString())
                .containsExactlyInAnyOrder("/todos", "/todos/*", "/files", "/files/*")
                .containsExactlyInAnyOrderElementsOf(PATHS_OF_SERVICES.values().stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(toApi).allSatisfy(behaviour -> {
            assertThat(texts(behaviour.path("AllowedMethods")))
                    .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE");
            assertThat(behaviour.path("ViewerProtocolPolicy").asString()).isEqualTo("https-only");
            // AWS's own CachingDisabled and AllViewerExceptHostHeader.
            assertThat(behaviour.path("CachePolicyId").asString()).isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
            assertThat(behaviour.path("OriginRequestPolicyId").asString())
                    .isEqualTo("b689b0a8-53d0-40ab-baf2-68738e2966ac");
            // What routes pages must not touch the API.
            assertThat(behaviour.has("FunctionAssociations")).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("dev.todoapp.infra.Environments#all")
    void cloudFrontFindsTheApiAndProvesWhoItIs(Deployment deployment) {
        JsonNode origin = origin(deployment, "api");

        assertThat("https://" + origin.path("DomainName").asString())
                .isEqualTo(deployment.stack("api").output("ApiEndpoint"));
        assertThat(origin.at("/CustomOriginConfig/OriginProtocolPolicy").asString())
                .isEqualTo("https-only");
        assertThat(origin.path("OriginCustomHeaders")).hasSize(1);
        assertThat(origin.path("OriginCustomHeaders").get(0).path("HeaderName").asString())
                .isEqualTo("X-Origin-Verify");
    }

    /** The route that an operation takes: what follows the first segment is the proxy's. */
    private static String route(String method, String path) {
        int second = path.indexOf('/', 1);
        String proxied = second < 0 ? path : path.substring(0, second) + "/{proxy+}";
        return method.toUpperCase(Locale.ROOT) + " " + proxied;
    }

    /** First and last port of what the link may reach, and of what the load balancer lets in from it. */
    private static List<Integer> linkPorts(Stack api) {
        return Stream.of(
                        api.resource("VpcLinkSecurityGroup").properties().at("/SecurityGroupEgress/0"),
                        api.resource("LoadBalancerIngress").properties())
                .flatMap(rule -> Stream.of(
                        rule.path("FromPort").asInt(), rule.path("ToPort").asInt()))
                .toList();
    }

    private static String originSecret(Deployment deployment) {
        return origin(deployment, "api")
                .path("OriginCustomHeaders")
                .get(0)
                .path("HeaderValue")
                .asString();
    }

    private static JsonNode origin(Deployment deployment, String id) {
        return distribution(deployment).path("Origins").values().stream()
                .filter(origin -> origin.path("Id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> behaviours(Deployment deployment) {
        return distribution(deployment).path("CacheBehaviors").values().stream();
    }

    private static JsonNode distribution(Deployment deployment) {
        return deployment.stack("website").resource("Distribution").properties().path("DistributionConfig");
    }
}
