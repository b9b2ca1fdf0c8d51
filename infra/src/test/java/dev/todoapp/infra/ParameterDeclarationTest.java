package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterDeclarationTest {

    @ParameterizedTest
    @CsvSource({
        "{Type: String}, a b, '\"a b\"'",
        "{Type: Number}, 8080, 8080",
        "{Type: Number}, 0.5, 0.5",
        "{Type: CommaDelimitedList}, 'a, b,c', '[\"a\",\"b\",\"c\"]'",
        "{Type: CommaDelimitedList}, '', []",
        "{Type: List<Number>}, '1,2', '[1,2]'",
        "{Type: AWS::EC2::VPC::Id}, vpc-1, '\"vpc-1\"'",
        "{Type: List<AWS::EC2::Subnet::Id>}, 'subnet-1,subnet-2', '[\"subnet-1\",\"subnet-2\"]'"
    })
    void turnsTextIntoItsType(String declaration, String text, String json) {
        assertThat(parameter(declaration).parse(text)).hasToString(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{Type: String, AllowedValues: [a, b]}                        | c   | \"c\" is none of [a, b]",
                "{Type: String, AllowedPattern: '[a-z]+'}                     | a1  | \"a1\" doesn't match [a-z]+",
                "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters} | 1 | \"1\" doesn't match [a-z]+ (letters)",
                "{Type: CommaDelimitedList, AllowedPattern: '/.*'}            | /a,b | \"b\" doesn't match /.*",
                "{Type: String, MinLength: 3}                                 | ab  | \"ab\" is less than 3 characters",
                "{Type: String, MaxLength: 1}                                 | ab  | \"ab\" is more than 1 characters",
                "{Type: Number, MinValue: 5}                                  | 4   | \"4\" is less than 5",
                "{Type: Number, MaxValue: 5}                                  | 5.1 | \"5.1\" is more than 5",
                "{Type: Number}                                               | x   | \"x\" is not a number",
                "{Type: List<Number>}                                         | 1,x | \"x\" is not a number",
                "{Type: String, NoEcho: true, MinLength: 9}                   | key | its value is less than 9 characters",
            })
    void refusesWhatTheDeclarationDoesNotAllow(String declaration, String text, String problem) {
        assertThatThrownBy(() -> parameter(declaration).parse(text))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("app.yaml: parameter Size: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{Type: String, AllowedValues: [a, b]}                                    | one of a, b",
                "{Type: String, AllowedPattern: '[a-z]+'}                                 | a text that matches [a-z]+",
                "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters} | letters",
                "{Type: String, MinLength: 3, MaxLength: 9}                               | a text of 3 to 9 characters",
                "{Type: Number, MinValue: 5, MaxValue: 9}                                 | a number from 5 to 9",
                "{Type: Number, MinValue: 5}                                              | a number of at least 5",
                "{Type: Number, MaxValue: 5}                                              | a number of at most 5",
                "{Type: Number}                                                           | a number",
            })
    void saysWhatAValueMustBe(String declaration, String words) {
        assertThat(parameter(declaration).allowed()).isEqualTo(words);
    }

    @Test
    void takesWhatIsGivenBeforeTheDefault() {
        ParameterDeclaration parameter = parameter("{Type: Number, Default: 5}");

        assertThat(parameter.textOf("6")).isEqualTo("6");
        assertThat(parameter.textOf(null)).isEqualTo("5");
    }

    @Test
    void refusesToGoWithoutAValue() {
        assertThatThrownBy(() -> parameter("{Type: String}").textOf(null))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("app.yaml: parameter Size: has no default and is given no value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{Type: Strin}",
                "{Type: List<Thing>}",
                "{Type: AWS::SSM::Parameter::Value<String>}",
                "{Default: a}",
                "{Type: String, Defualt: a}",
                "{Type: String, AllowedPattern: '['}"
            })
    void refusesADeclarationThatItDoesNotKnow(String declaration) {
        assertThatThrownBy(() -> parameter(declaration).parse("a"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("app.yaml: parameter Size: ");
    }

    private static ParameterDeclaration parameter(String declaration) {
        return new ParameterDeclaration(
                "app.yaml",
                "Size",
                YamlFile.parse("it: " + declaration, "x.yaml").get("it"));
    }
}
