package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who writes a wildcard into a policy that allows says why, beside it. In one that denies it only makes it stricter. */
class WildcardsTest {

    private static final Pattern STATEMENT = Pattern.compile("( *)- (Sid|Effect): .*");

    static Stream<String> templates() {
        return EveryTemplateTest.templates();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void haveAReason(String template) {
        assertThat(withoutReason(Environments.text(
                        Environments.INFRA.resolve("templates").resolve(template))))
                .isEmpty();
    }

    @Test
    void oneWithoutAReasonIsSeen() {
        String statement = """
                  Statement:
                    - Sid: Look
                      Effect: Allow
                      Action: s3:ListAllMyBuckets
                %s
                      Resource: "*"
                    - Sid: Deny
                      Effect: Deny
                      Action: "s3:*"
                """;

        assertThat(withoutReason(statement.formatted(""))).containsExactly("- Sid: Look");
        assertThat(withoutReason(statement.formatted("      # It takes no other.")))
                .isEmpty();
    }

    /** The first lines of statements that allow, have a wildcard, and no comment within or above. */
    private static List<String> withoutReason(String template) {
        List<String> lines = template.lines().toList();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher first = STATEMENT.matcher(lines.get(i));
            if (!first.matches()) {
                continue;
            }
            int indent = first.group(1).length();
            List<String> statement = Stream.concat(
                            Stream.of(lines.get(i)),
                            lines.subList(i + 1, lines.size()).stream()
                                    .takeWhile(line -> line.isBlank() || indentOf(line) > indent))
                    .toList();
            String code = statement.stream().filter(line -> !isComment(line)).collect(Collectors.joining("\n"));
            boolean explained =
                    statement.stream().anyMatch(WildcardsTest::isComment) || (i > 0 && isComment(lines.get(i - 1)));
            if (code.contains("Effect: Allow") && code.contains("*") && !explained) {
                found.add(lines.get(i).strip());
            }
        }
        return found;
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static boolean isComment(String line) {
        return line.strip().startsWith("#");
    }
}
