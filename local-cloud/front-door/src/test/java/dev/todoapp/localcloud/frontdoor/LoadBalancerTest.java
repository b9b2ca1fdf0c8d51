package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.todoapp.infra.Resource;
import dev.todoapp.localcloud.frontdoor.ListenerRule.FixedResponse;
import dev.todoapp.localcloud.frontdoor.ListenerRule.Forward;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

class LoadBalancerTest {

    private final Templates templates = Templates.local();

    @ParameterizedTest
    @CsvSource({
        "/todos,        laptop-origin-secret, todo-service",
        "/todos/1,      laptop-origin-secret, todo-service",
        "/todos/a%2Fb,  laptop-origin-secret, todo-service",
        "/files,        laptop-origin-secret, files-service",
        "/files/1/2,    LAPTOP-ORIGIN-SECRET, files-service",
        "/todos,        another-secret,       ",
        "/todos,        ,                     ",
        "/Todos,        laptop-origin-secret, ",
        "/todosx,       laptop-origin-secret, ",
        "/,             laptop-origin-secret, ",
    })
    void choosesTheTargetGroupAsTheRulesSay(String path, @Nullable String secret, @Nullable String service) {
        HttpHeaders headers = new HttpHeaders();
        if (secret != null) {
            headers.set("x-origin-verify", secret);
        }

        Optional<String> chosen = balancer().rules().stream()
                .filter(rule -> rule.matches(path, headers))
                .findFirst()
                .map(rule -> ((Forward) rule.action()).group().stack());

        assertThat(chosen).isEqualTo(Optional.ofNullable(service));
    }

    @Test
    void readsWhatTheTemplatesSayOfTheListener() {
        LoadBalancer balancer = balancer();

        assertThat(balancer.port()).isEqualTo(80);
        assertThat(balancer.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(balancer.defaultAction()).isEqualTo(new FixedResponse(404, "text/plain", "Not found"));
    }

    @Test
    void readsWhatTheTemplatesSayOfAnUnwellTarget() {
        TargetGroup todos = group("todo-service");

        assertThat(todos.name()).isEqualTo("local-todo-service");
        assertThat(todos.deregistrationDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(todos.leastOutstanding()).isTrue();
        assertThat(todos.healthCheck().path()).isEqualTo("/actuator/health/readiness");
        assertThat(todos.healthCheck().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(todos.healthCheck().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(todos.healthCheck().healthyThreshold()).isEqualTo(2);
        assertThat(todos.healthCheck().unhealthyThreshold()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "200,     200, true",
        "200,     204, false",
        "200-299, 204, true",
        "200-299, 301, false",
        "'200,302', 302, true",
        "'200,302', 301, false",
        "'200-204,302', 203, true",
    })
    void passesAHealthCheckAsTheMatcherSays(String matcher, int status, boolean passes) {
        templates.with("todo-service", "TargetGroup", "/Matcher/HttpCode", "\"" + matcher + "\"");

        assertThat(group("todo-service").healthCheck().passes(status)).isEqualTo(passes);
    }

    @Test
    void triesTheRulesByPriorityWhateverTheirOrder() {
        templates
                .with("todo-service", "ListenerRule", "/Priority", "30")
                .with("todo-service", "ListenerRule", "/Conditions/0/PathPatternConfig/Values", "[\"*\"]")
                .with("files-service", "ListenerRule", "/Priority", "3");

        assertThat(balancer().rules())
                .extracting(ListenerRule::id)
                .containsExactly("files-service/ListenerRule", "todo-service/ListenerRule");
    }

    @Test
    void readsConditionsInTheirOlderForm() {
        templates.with(
                "todo-service",
                "ListenerRule",
                "/Conditions/0",
                "{\"Field\": \"path-pattern\", \"Values\": [\"/old\"]}");
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Origin-Verify", "laptop-origin-secret");

        assertThat(balancer().rules().getFirst().matches("/old", headers)).isTrue();
    }

    @Test
    void saysWhichConditionItCantPlay() {
        templates.with("todo-service", "ListenerRule", "/Conditions/0/Field", "\"source-ip\"");

        assertThatThrownBy(this::balancer)
                .isInstanceOf(Unplayable.class)
                .hasMessage(
                        "service.yaml: ListenerRule.Conditions[0].Field: source-ip is not played by the front door");
    }

    @Test
    void saysWhichActionItCantPlay() {
        templates.with("files-service", "ListenerRule", "/Actions/0/Type", "\"redirect\"");

        assertThatThrownBy(this::balancer)
                .hasMessage("service.yaml: ListenerRule.Actions[0].Type: redirect is not played by the front door");
    }

    @Test
    void saysWhichPropertyItDoesntKnow() {
        templates.with("todo-service", "ListenerRule", "/Transforms", "[]");

        assertThatThrownBy(this::balancer)
                .hasMessage("service.yaml: ListenerRule.Transforms: is not played by the front door");
    }

    @Test
    void saysWhichAttributeItCantPlay() {
        templates.with(
                "todo-service",
                "TargetGroup",
                "/TargetGroupAttributes/-",
                "{\"Key\": \"stickiness.enabled\", \"Value\": \"true\"}");

        assertThatThrownBy(this::balancer)
                .hasMessage("service.yaml: TargetGroup.stickiness.enabled: is true; the front door plays false only");
    }

    @Test
    void refusesARuleOfAListenerThatIsNotThere() {
        templates.with("todo-service", "ListenerRule", "/ListenerArn", "\"arn:elsewhere\"");

        assertThatThrownBy(this::balancer)
                .hasMessage("service.yaml: ListenerRule.ListenerArn: no template has the listener arn:elsewhere");
    }

    @Test
    void refusesATargetGroupThatIsNotThere() {
        templates.with("todo-service", "ListenerRule", "/Actions/0/TargetGroupArn", "\"arn:elsewhere\"");

        assertThatThrownBy(this::balancer)
                .hasMessage(
                        "service.yaml: ListenerRule.Actions[0].TargetGroupArn: no template has the target group arn:elsewhere");
    }

    @Test
    void refusesTwoRulesOfOnePriority() {
        templates.with("todo-service", "ListenerRule", "/Priority", "20");

        assertThatThrownBy(this::balancer)
                .hasMessage("files-service/ListenerRule: priority 20 is taken by todo-service/ListenerRule");
    }

    @Test
    void refusesAKindOfResourceThatItDoesntKnow() {
        templates.with(
                "cluster",
                new Resource(
                        "Store",
                        "AWS::ElasticLoadBalancingV2::TrustStore",
                        "store",
                        JsonMapper.shared().createObjectNode()));

        assertThatThrownBy(this::balancer)
                .hasMessage(
                        "cluster.yaml: Store: AWS::ElasticLoadBalancingV2::TrustStore is not played by the front door");
    }

    private LoadBalancer balancer() {
        return LoadBalancer.parse(templates.stacks());
    }

    private TargetGroup group(String stack) {
        List<TargetGroup> groups = balancer().targetGroups();
        return groups.stream()
                .filter(group -> group.isCalled(stack))
                .findFirst()
                .orElseThrow();
    }
}
