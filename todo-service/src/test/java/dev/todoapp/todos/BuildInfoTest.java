package dev.todoapp.todos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** What {@code /actuator/info} tells whoever has to know what runs. */
class BuildInfoTest {

    @Test
    void saysWhichVersionAndCommitItIsOrThatNobodyKnows() throws IOException {
        var build = PropertiesLoaderUtils.loadProperties(new ClassPathResource("META-INF/build-info.properties"));

        assertThat(build.getProperty("build.artifact")).isEqualTo("todo-service");
        // Maven's would be the same in each of them.
        assertThat(build).doesNotContainKeys("build.version", "build.time");
        assertThat(build.getProperty("build.describe"))
                .matches("unknown|(todo-service-v\\d+\\.\\d+\\.\\d+(-\\d+-g)?)?([0-9a-f]{12})?(-dirty)?");
    }
}
