package dev.todoapp.infra;

import static dev.todoapp.infra.Environments.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the pages promise of the templates, and templates of their rules. */
class PagesTest {

    private static final Path DOCS = Environments.PROJECT.resolve("docs");

    @Test
    void eachTemplateIsABoxOfThePictureWithItsStandInAndItsPrice() {
        String section =
                section(text(DOCS.resolve("architecture.md")), "Each box, for those who see it for the first time");
        List<String> boxes = Arrays.stream(section.split("\n\n"))
                .filter(paragraph -> paragraph.startsWith("**"))
                .toList();
        Set<String> named = boxes.stream()
                .flatMap(
                        box -> Pattern.compile("`([a-z]+\\.yaml)`").matcher(box).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(boxes)
                .isNotEmpty()
                .allSatisfy(box -> assertThat(box.replace('\n', ' ')).contains(".yaml`", "*Laptop*: ", "*Price*: "));
        assertThat(named)
                .isEqualTo(Environments.templates()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void onePageSaysWhenNotToUseThisAndWhatTheSameCostsAsLambda() {
        String page = text(DOCS.resolve("serverless.md"));

        assertThat(section(page, "When not to use this")).contains("Lambda");
        assertThat(section(page, "The same requests, as Lambda")).contains("| ", "dollars");
    }

    @Test
    void everyPriceHasItsSourceAndItsMonth() {
        String page = text(DOCS.resolve("cost.md"));
        List<String> rows = page.substring(page.indexOf("| what | price | source |"), page.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();

        assertThat(page.substring(0, page.indexOf("| what"))).containsPattern("in [A-Z][a-z]+ 20[0-9]{2}");
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.split("\\|")[3].strip())
                        .matches("the same.*|\\[.+]\\(https://aws\\.amazon\\.com/.+\\).*"));
    }

    /** Neither in a template nor beside it. */
    @Test
    void noRuleOfTheLinterIsIgnoredWithoutAReason() {
        Environments.templates().forEach(file -> {
            List<String> lines = text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches(".*(cfn-lint|ignore_checks).*")) {
                    assertThat(lines.get(i > 0 ? i - 1 : 0).strip())
                            .as("%s, above line %d", file.getFileName(), i + 1)
                            .startsWith("# ");
                }
            }
        });
        for (String configuration : List.of(".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")) {
            assertThat(Environments.PROJECT.resolve(configuration)).doesNotExist();
            assertThat(Environments.INFRA.resolve(configuration)).doesNotExist();
        }
    }

    private static String section(String page, String heading) {
        String rest = page.substring(page.indexOf("## " + heading + "\n"));
        int next = rest.indexOf("\n## ", 1);
        return next < 0 ? rest : rest.substring(0, next);
    }
}
