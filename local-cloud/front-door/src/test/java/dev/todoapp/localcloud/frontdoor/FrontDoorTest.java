package dev.todoapp.localcloud.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontDoorTest {

    @TempDir
    Path website;

    @Test
    void takesARequestThroughEveryBoxToItsService() {
        try (Service todos = Service.called("todos");
                Service files = Service.called("files");
                Laptop laptop = new Laptop(Templates.local().withQuickHealthChecks(), website)
                        .with("todo-service", todos)
                        .with("files-service", files)) {
            long start = System.nanoTime();
            assertThat(laptop.getSignedIn("/todos").body()).isEqualTo("todos");
            assertThat(laptop.getSignedIn("/files/1").body()).isEqualTo("files");
            System.out.println(laptop.getSignedIn("/todos").headers().map());
            System.out.println(todos.lastAsked());
            System.out.println(laptop.get("/").headers().map());
        }
    }
}
