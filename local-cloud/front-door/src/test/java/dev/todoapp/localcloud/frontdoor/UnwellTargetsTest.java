package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.todoapp.localcloud.frontdoor.Targets.Health;
import dev.todoapp.localcloud.frontdoor.Targets.State;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health checks, and what viewers see of services that are slow, unwell, gone or leaving. */
class UnwellTargetsTest {

    private static final String TODOS = "todo-service";

    @TempDir
    Path website;

    private Laptop laptop;

    @BeforeEach
    void open() {
        laptop = new Laptop(Templates.local().withQuickHealthChecks(), website);
    }

    @AfterEach
    void close() {
        laptop.close();
    }

    @Test
    void givesNoRequestsToATargetBeforeItsFirstCheckHasPassed() {
        try (Service todos = Service.called("todos")) {
            todos.health = 503;
            laptop.targets.register(TODOS, todos.uri());
            await().until(() -> todos.checks.size() > 1);

            assertPage(laptop.getSignedIn("/todos"), 503, "503 Service Temporarily Unavailable", 162);
            assertThat(todos.asked).isEmpty();

            todos.health = 200;
            laptop.awaitHealthy(TODOS);

            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void checksAsTheTemplateSays() {
        try (Service todos = Service.called("todos")) {
            laptop.with(TODOS, todos);

            assertThat(todos.checks.getFirst().uri()).isEqualTo("/actuator/health/readiness");
            assertThat(todos.checks.getFirst().header("User-Agent")).containsExactly("ELB-HealthChecker/2.0");
        }
    }

    @Test
    void answersForADeadTargetAs502Then503AndThenRecovers() {
        try (Service files = Service.called("files")) {
            laptop.with("files-service", files);
            Service todos = Service.called("todos");
            laptop.close();
            // Checks that are far apart leave time to meet the dead target.
            laptop = new Laptop(
                            Templates.local()
                                    .withQuickHealthChecks()
                                    .with(TODOS, "TargetGroup", "/HealthCheckIntervalSeconds", "2"),
                            website)
                    .with("files-service", files)
                    .with(TODOS, todos);
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);

            todos.close();

            assertPage(laptop.getSignedIn("/todos"), 502, "502 Bad Gateway", 122);
            assertThat(laptop.getSignedIn("/files").body()).isEqualTo("files");

            await().atMost(Duration.ofSeconds(30)).until(() -> state(todos.uri()) == State.UNHEALTHY);
            assertPage(laptop.getSignedIn("/todos"), 503, "503 Service Temporarily Unavailable", 162);
            assertThat(laptop.getSignedIn("/files").body()).isEqualTo("files");

            try (Service again = Service.on(todos.port(), exchange -> Service.answer(exchange, 200, "again"))) {
                laptop.awaitHealthy(TODOS);

                assertThat(laptop.getSignedIn("/todos").body()).isEqualTo("again");
                assertThat(again.asked).hasSize(1);
            }
        }
    }

    @Test
    void takesATargetOutWhoseChecksFailAndTakesItBackAfterEnoughPasses() {
        try (Service todos = Service.called("todos")) {
            laptop.with(TODOS, todos);

            todos.health = 500;
            await().until(() -> state(todos.uri()) == State.UNHEALTHY);
            assertThat(laptop.targets.health().getFirst().reason()).isEqualTo("status 500");
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(503);

            todos.health = 200;
            await().until(() -> state(todos.uri()) == State.HEALTHY);
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void needsMoreThanOneFailureAndMoreThanOnePassToChangeItsMind() {
        var check = LoadBalancer.parse(Templates.local()
                        .with(TODOS, "TargetGroup", "/UnhealthyThresholdCount", "3")
                        .with(TODOS, "TargetGroup", "/HealthyThresholdCount", "2")
                        .stacks())
                .targetGroups()
                .getFirst()
                .healthCheck();

        assertThat(statesAfter(check, "+")).containsExactly(State.HEALTHY);
        assertThat(statesAfter(check, "+--+--+"))
                .containsExactly(
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY);
        assertThat(statesAfter(check, "+---+-++"))
                .containsExactly(
                        State.HEALTHY,
                        State.HEALTHY,
                        State.HEALTHY,
                        State.UNHEALTHY,
                        State.UNHEALTHY,
                        State.UNHEALTHY,
                        State.UNHEALTHY,
                        State.HEALTHY);
        assertThat(statesAfter(check, "--+")).containsExactly(State.INITIAL, State.INITIAL, State.HEALTHY);
        assertThat(statesAfter(check, "---+"))
                .containsExactly(State.INITIAL, State.INITIAL, State.UNHEALTHY, State.UNHEALTHY);
    }

    @Test
    void answers504ForATargetThatStaysSilent() {
        CountDownLatch end = new CountDownLatch(1);
        Templates impatient = Templates.local()
                .withQuickHealthChecks()
                .with("cluster", "LoadBalancer", "/LoadBalancerAttributes/0/Value", "\"0.3\"");
        try (Service silent = Service.answering(exchange -> awaitQuietly(end));
                Laptop hurried = new Laptop(impatient, website).with(TODOS, silent)) {
            assertPage(hurried.getSignedIn("/todos"), 504, "504 Gateway Time-out", 132);
            end.countDown();
        }
    }

    @Test
    void answers503ForAnIntegrationThatTakesLongerThanTheApiAllows() {
        CountDownLatch end = new CountDownLatch(1);
        Templates hasty =
                Templates.local().withQuickHealthChecks().with("api", "Integration", "/TimeoutInMillis", "300");
        try (Service slow = Service.answering(exchange -> awaitQuietly(end));
                Laptop hurried = new Laptop(hasty, website).with(TODOS, slow)) {
            HttpResponse<String> answer = hurried.getSignedIn("/todos");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
            assertThat(hurried.targets.health().getFirst().inFlight()).isZero();
            end.countDown();
        }
    }

    @Test
    void answers502ForATargetThatHangsUp() {
        try (Wire.Target rude = new Wire.Target((socket, head) -> socket.setSoLinger(true, 0))) {
            laptop.targets.register(TODOS, rude.uri());
            laptop.awaitHealthy(TODOS);

            assertPage(laptop.getSignedIn("/todos"), 502, "502 Bad Gateway", 122);
        }
    }

    @Test
    void answers502ForATargetThatDoesNotSpeakHttp() {
        try (Wire.Target babel =
                new Wire.Target((socket, head) -> Wire.Target.say(socket, "SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
            laptop.targets.register(TODOS, babel.uri());
            laptop.awaitHealthy(TODOS);

            assertPage(laptop.getSignedIn("/todos"), 502, "502 Bad Gateway", 122);
        }
    }

    @Test
    void neverSendsARequestTwice() {
        for (String method : List.of("GET", "PUT", "POST", "PATCH", "DELETE")) {
            try (Wire.Target rude = new Wire.Target((socket, head) -> {});
                    Service spare = Service.called("spare")) {
                laptop.targets.register(TODOS, rude.uri());
                laptop.awaitHealthy(TODOS);
                laptop.targets.register(TODOS, spare.uri());
                await().until(() -> state(spare.uri()) == State.HEALTHY);
                int answered = 0;
                for (int i = 0; i < 4; i++) {
                    answered += laptop.ask(
                                                    method,
                                                    method.equals("POST") ? "/todos" : "/todos/1",
                                                    request -> request.header("Authorization", Tokens.access()))
                                            .statusCode()
                                    == 200
                            ? 1
                            : 0;
                }

                assertThat(rude.heads.size() + spare.asked.size()).as(method).isEqualTo(4);
                assertThat(spare.asked).as(method).hasSize(answered);
                laptop.targets.deregister(TODOS, rude.uri());
                laptop.targets.deregister(TODOS, spare.uri());
            }
        }
    }

    @Test
    void hearsAServiceThatRefusesABodyEarly() {
        try (Wire.Target strict = new Wire.Target((socket, head) -> {
            Wire.Target.say(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge");
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            laptop.targets.register(TODOS, strict.uri());
            laptop.awaitHealthy(TODOS);

            HttpResponse<String> answer = laptop.ask(
                    "POST",
                    "/todos",
                    request -> request.header("Authorization", Tokens.access())
                            .POST(BodyPublishers.ofByteArray(new byte[5 * 1024 * 1024])));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("large");
        }
    }

    @Test
    void sharesRequestsAmongHealthyTargets() {
        try (Service one = Service.called("one");
                Service two = Service.called("two")) {
            laptop.with(TODOS, one);
            laptop.targets.register(TODOS, two.uri());
            await().until(() -> state(two.uri()) == State.HEALTHY);

            for (int i = 0; i < 10; i++) {
                laptop.getSignedIn("/todos");
            }

            assertThat(one.asked).hasSize(5);
            assertThat(two.asked).hasSize(5);
        }
    }

    @Test
    void givesTheNextRequestToTheTargetWithTheFewestInFlight() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Service slow = Service.answering(exchange -> {
                    awaitQuietly(end);
                    Service.answer(exchange, 200, "slow");
                });
                Service quick = Service.called("quick");
                ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            laptop.with(TODOS, slow);
            Future<HttpResponse<String>> waiting = viewers.submit(() -> laptop.getSignedIn("/todos"));
            await().until(() -> slow.asked.size() == 1);
            laptop.targets.register(TODOS, quick.uri());
            await().until(() -> state(quick.uri()) == State.HEALTHY);

            for (int i = 0; i < 10; i++) {
                assertThat(laptop.getSignedIn("/todos").body()).isEqualTo("quick");
            }

            end.countDown();
            assertThat(waiting.get().body()).isEqualTo("slow");
        }
    }

    @Test
    void letsADeregisteredTargetFinishWhatItHasBegun() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Service leaving = Service.answering(exchange -> {
                    awaitQuietly(end);
                    Service.answer(exchange, 200, "finished");
                });
                ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            laptop.with(TODOS, leaving);
            Future<HttpResponse<String>> begun = viewers.submit(() -> laptop.getSignedIn("/todos"));
            await().until(() -> leaving.asked.size() == 1);

            laptop.targets.deregister(TODOS, leaving.uri());

            assertThat(laptop.targets.health())
                    .containsExactly(new Health(TODOS, leaving.uri(), State.DRAINING, "deregistered", 1));
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(503);
            end.countDown();
            assertThat(begun.get().body()).isEqualTo("finished");
            await().until(() -> laptop.targets.health().isEmpty());
        }
    }

    @Test
    void stopsWaitingForADeregisteredTargetAfterItsDelay() {
        CountDownLatch end = new CountDownLatch(1);
        Templates brief = Templates.local()
                .withQuickHealthChecks()
                .with(TODOS, "TargetGroup", "/TargetGroupAttributes/0/Value", "\"0.1\"");
        try (Service stuck = Service.answering(exchange -> awaitQuietly(end));
                Laptop hurried = new Laptop(brief, website).with(TODOS, stuck);
                ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = viewers.submit(() -> hurried.getSignedIn("/todos"));
            await().until(() -> stuck.asked.size() == 1);

            hurried.targets.deregister(TODOS, stuck.uri());

            await().until(() -> hurried.targets.health().isEmpty());
            end.countDown();
        }
    }

    @Test
    void takesATargetBackThatIsRegisteredAgain() {
        try (Service todos = Service.called("todos")) {
            laptop.with(TODOS, todos);
            laptop.targets.deregister(TODOS, todos.uri());
            assertThat(laptop.targets.health()).isEmpty();

            laptop.with(TODOS, todos);
            laptop.targets.register(TODOS, todos.uri());

            assertThat(laptop.targets.health()).hasSize(1);
            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void knowsATargetGroupByItsNameToo() {
        try (Service todos = Service.called("todos")) {
            laptop.with("local-todo-service", todos);

            assertThat(laptop.getSignedIn("/todos").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesATargetGroupThatIsInNoTemplate() {
        assertThatThrownBy(() -> laptop.targets.register("mail-service", URI.create("http://127.0.0.1:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no template has the target group mail-service;"
                        + " there are [local-files-service, local-todo-service]");
    }

    @Test
    void checksWhatWasRegisteredBeforeItOpened() throws Exception {
        Targets early = new Targets();
        try (Service todos = Service.called("todos")) {
            early.register(TODOS, todos.uri());
            assertThat(early.health().getFirst().state()).isEqualTo(State.INITIAL);

            try (FrontDoor frontDoor = FrontDoor.start(
                    Templates.local().withQuickHealthChecks().stacks(),
                    new FrontDoorSettings(0, website, laptop.tokens.location()),
                    early)) {
                assertThat(early.awaitHealthy(TODOS, Duration.ofSeconds(20))).isTrue();
                assertThat(frontDoor.port()).isPositive();
            }
        }
    }

    @Test
    void saysWhenNoTargetBecameHealthyInTime() throws Exception {
        assertThat(laptop.targets.awaitHealthy(TODOS, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void answersEveryOneOfManyRequestsWhileTargetsComeAndGo() throws Exception {
        Set<Integer> statuses = new TreeSet<>();
        AtomicInteger turns = new AtomicInteger();
        laptop.close();
        laptop = new Laptop(
                Templates.local().withQuickHealthChecks().with("api", "Stage", "/DefaultRouteSettings", null), website);
        try (Service stays = Service.called("stays");
                ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            laptop.with(TODOS, stays);
            AtomicBoolean done = new AtomicBoolean();
            Future<?> flipping = viewers.submit(() -> {
                while (!done.get()) {
                    Service comes = Service.called("comes");
                    laptop.targets.register(TODOS, comes.uri());
                    await().until(() -> state(comes.uri()) == State.HEALTHY);
                    if (turns.getAndIncrement() % 2 == 0) {
                        laptop.targets.deregister(TODOS, comes.uri());
                        comes.close();
                    } else {
                        comes.close();
                        await().until(() -> state(comes.uri()) == State.UNHEALTHY);
                        laptop.targets.deregister(TODOS, comes.uri());
                    }
                }
            });
            String token = Tokens.access();
            List<Callable<Integer>> requests = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                requests.add(() -> laptop.get("/todos", "Authorization", token).statusCode());
            }
            await().until(() -> turns.get() > 0);
            while (turns.get() < 10) {
                for (Future<Integer> answer : viewers.invokeAll(requests)) {
                    statuses.add(answer.get());
                }
            }
            done.set(true);
            flipping.get();
        }

        assertThat(statuses).contains(200).isSubsetOf(200, 502, 503);
        assertThat(laptop.targets.health())
                .allSatisfy(health -> assertThat(health.inFlight()).isZero());
    }

    private State state(URI target) {
        return laptop.targets.health().stream()
                .filter(health -> health.target().equals(target))
                .map(Health::state)
                .findFirst()
                .orElse(State.DRAINING);
    }

    /** Where a target stands after each of some checks, of which {@code +} passes and {@code -} fails. */
    private static List<State> statesAfter(HealthCheck check, String results) {
        TargetHealth health = new TargetHealth();
        List<State> states = new ArrayList<>();
        for (char result : results.toCharArray()) {
            health.note(check, result == '+');
            states.add(health.state());
        }
        return states;
    }

    private static void assertPage(HttpResponse<String> answer, int status, String title, int length) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Server")).contains("awselb/2.0");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.headers().firstValue("X-Cache")).contains("Error from cloudfront");
        assertThat(answer.body())
                .contains("<title>" + title + "</title>")
                .contains("<center><h1>" + title + "</h1></center>")
                .hasSize(length);
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
