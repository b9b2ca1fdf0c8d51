package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Table                         | {\"Ref\":\"Table\"}",
                "!Condition HasTable                | {\"Condition\":\"HasTable\"}",
                "!Sub '${A}-b'                      | {\"Fn::Sub\":\"${A}-b\"}",
                "!GetAtt Table.Arn                  | {\"Fn::GetAtt\":[\"Table\",\"Arn\"]}",
                "!GetAtt Database.Endpoint.Address  | {\"Fn::GetAtt\":[\"Database\",\"Endpoint.Address\"]}",
                "!GetAtt [Table, Arn]               | {\"Fn::GetAtt\":[\"Table\",\"Arn\"]}",
                "!If [Has, !Ref A, b]               | {\"Fn::If\":[\"Has\",{\"Ref\":\"A\"},\"b\"]}",
                "!Join [',', [a, b]]                | {\"Fn::Join\":[\",\",[\"a\",\"b\"]]}",
                "!Whatever {a: 1}                   | {\"Fn::Whatever\":{\"a\":1}}",
            })
    void writesShortFormsOut(String shortForm, String longForm) {
        assertThat(YamlFile.parse("value: " + shortForm, "x.yaml").get("value")).hasToString(longForm);
    }

    @ParameterizedTest
    @CsvSource({
        "2012-10-17, '\"2012-10-17\"'",
        "'\"80\"', '\"80\"'",
        "80, 80",
        "0.5, 0.5",
        "true, true",
        "null, null",
        "${NAME}, '\"${NAME}\"'"
    })
    void readsScalarsAsCloudFormationDoes(String yaml, String json) {
        assertThat(YamlFile.parse("value: " + yaml, "x.yaml").get("value")).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "on", "Yes", "no", "n"})
    void refusesAPlainWordThatCloudFormationTakesForABoolean(String word) {
        assertThatThrownBy(() -> YamlFile.parse("a: 1\nmfa: " + word, "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage(
                        "x.yaml: line 2: %s is a boolean to CloudFormation: write '%s' or true or false", word, word);
        assertThat(YamlFile.parse("mfa: '" + word + "'", "x.yaml").get("mfa").asString())
                .isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000123456789", "0x1f", "0o17", ".inf"})
    void refusesANumberThatWouldChange(String number) {
        assertThatThrownBy(() -> YamlFile.parse("account: " + number, "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("x.yaml: line 1: %s is not a decimal number: write '%s'", number, number);
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThatThrownBy(() -> YamlFile.parse("a: 1\nb: 2\na: 3", "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("x.yaml: line 3: the key a stands here twice");
    }

    @Test
    void refusesAliasesAndMerges() {
        assertThatThrownBy(() -> YamlFile.parse("a: &x {b: 1}\nc: *x", "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageEndingWith("a YAML alias, which CloudFormation doesn't know");
        assertThatThrownBy(() -> YamlFile.parse("<<: {b: 1}", "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageEndingWith("a YAML merge (<<), which CloudFormation doesn't know");
    }

    @Test
    void saysInWhichLineYamlIsBroken() {
        assertThatThrownBy(() -> YamlFile.parse("a: 1\nb: [1, 2", "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("x.yaml: line 2: not valid YAML: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "[1]", "!Ref {a: 1}"})
    void refusesWhatIsNoMapping(String yaml) {
        assertThatThrownBy(() -> YamlFile.parse(yaml, "x.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("x.yaml: must be a mapping");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(() -> YamlFile.read(Path.of("nowhere.yaml"), "templates/nowhere.yaml"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("templates/nowhere.yaml: can't be read from ");
    }
}
