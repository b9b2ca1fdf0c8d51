package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AccessLogTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger(FrontDoor.LOGGER);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        ours.setLevel(Level.INFO); // as the launcher shows it
        ours.setAdditive(false);
        appender.start();
        ours.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        ours.detachAppender(appender);
        ours.setLevel(null);
        ours.setAdditive(true);
    }

    @Test
    void saysWhoAnsweredWhatAndHowFast(@TempDir Path website) {
        try (Service todos = Service.called("todos");
                Laptop laptop =
                        new Laptop(Templates.local().withQuickHealthChecks(), website).with("todo-service", todos)) {
            laptop.getSignedIn("/todos/1?q=private");
            laptop.getSignedIn("/files");
            laptop.get("/todos");
            laptop.get("/signed-in?code=private");
            laptop.ask("DELETE", "/", request -> {});

            await().until(() -> matching(" \\d+ ms, .*").size() == 5);
            assertThat(matching("GET /todos/1 200 \\d+ ms, local-todo-service http://127\\.0\\.0\\.1:\\d+"))
                    .hasSize(1);
            assertThat(matching("GET /files 503 \\d+ ms, local-files-service, no healthy target"))
                    .hasSize(1);
            assertThat(matching("GET /todos 401 \\d+ ms, api")).hasSize(1);
            assertThat(matching("GET /signed-in 404 \\d+ ms, website /index\\.html"))
                    .hasSize(1);
            assertThat(matching("DELETE / 403 \\d+ ms, distribution")).hasSize(1);
        }
    }

    @Test
    void keepsTokensAndQueriesToItself(@TempDir Path website) {
        String token = Tokens.access();
        try (Service todos = Service.called("todos");
                Laptop laptop =
                        new Laptop(Templates.local().withQuickHealthChecks(), website).with("todo-service", todos)) {
            laptop.get("/todos?q=private", "Authorization", "Bearer " + token);
            laptop.get("/todos", "Authorization", "Bearer x" + token);
            laptop.tokens.status = 503;

            await().until(() -> matching("GET /todos .*").size() == 2);
        }
        assertThat(String.join("\n", lines))
                .doesNotContain(token)
                .doesNotContain("private")
                .doesNotContain("laptop-origin-secret");
    }

    private List<String> matching(String pattern) {
        return lines.stream()
                .filter(line -> line.matches(pattern.startsWith(" ") ? ".*" + pattern : pattern))
                .toList();
    }
}
