package dev.todoapp.localcloud.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.localcloud.frontdoor.Targets;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedTargetsTest {

    private final Targets targets = new Targets();
    private List<InetAddress> replicas = List.of();
    private final NamedTargets named = new NamedTargets(name -> replicas, 8080, targets);

    @Test
    void registersEachReplicaOnceUnderItsServicesName() {
        runs("10.0.0.2", "10.0.0.3");

        named.update("todo-service");
        named.update("todo-service");

        assertThat(targets.health()).extracting(Targets.Health::targetGroup).containsOnly("todo-service");
        assertThat(registered()).containsExactlyInAnyOrder("http://10.0.0.2:8080", "http://10.0.0.3:8080");
    }

    @Test
    void deregistersAReplicaThatIsGone() {
        runs("10.0.0.2", "10.0.0.3");
        named.update("todo-service");

        runs("10.0.0.3", "10.0.0.4");
        named.update("todo-service");

        assertThat(registered()).containsExactlyInAnyOrder("http://10.0.0.3:8080", "http://10.0.0.4:8080");
    }

    @Test
    void keepsItsTargetsWhileTheNameAnswersNothing() {
        runs("10.0.0.2");
        named.update("todo-service");

        runs();
        named.update("todo-service");

        assertThat(registered()).containsExactly("http://10.0.0.2:8080");
    }

    private void runs(String... addresses) {
        replicas = List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
    }

    private List<String> registered() {
        return targets.health().stream()
                .map(Targets.Health::target)
                .map(URI::toString)
                .toList();
    }
}
