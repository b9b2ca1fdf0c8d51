package dev.todoapp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackReaderTest {

    /** What the expressions below may speak of. */
    private static final String SECTIONS = """
            Parameters:
              Name: {Type: String, Default: todo}
              Port: {Type: Number, Default: 8080}
              Paths: {Type: CommaDelimitedList, Default: "/a,/b"}
              Empty: {Type: String, Default: ""}
            Mappings:
              Sizes:
                small: {cpu: 256, zones: [a, b]}
            Conditions:
              IsTodo: !Equals [!Ref Name, todo]
              IsNot: !Not [!Condition IsTodo]
              Both: !And [!Condition IsTodo, !Not [!Condition IsNot]]
              Either: !Or [!Condition IsNot, !Equals [!Ref Port, "8080"]]
              Neither: !Or [!Condition IsNot, !Equals [!Ref "AWS::Region", mars]]
            """;

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() {
        sandbox = new Sandbox(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Name                                        | \"todo\"",
                "!Ref Port                                        | 8080",
                "!Ref Paths                                       | [\"/a\",\"/b\"]",
                "!Ref Empty                                       | \"\"",
                "!Ref AWS::Region                                 | \"us-east-1\"",
                "!Ref AWS::AccountId                              | \"000000000000\"",
                "!Ref AWS::Partition                              | \"aws\"",
                "!Ref AWS::URLSuffix                              | \"amazonaws.com\"",
                "!Ref AWS::StackName                              | \"test-app\"",
                "!Sub '${Name}-${Port}-${AWS::Region}-${!Raw}'    | \"todo-8080-us-east-1-${Raw}\"",
                "!Sub ['${A}/${Name}', {A: !Ref Port}]            | \"8080/todo\"",
                "!Sub no placeholders, $but {dollars}             | \"no placeholders, $but {dollars}\"",
                "!Join ['-', [a, !Ref Name, !Ref Port]]           | \"a-todo-8080\"",
                "!Join ['+', !Ref Paths]                          | \"/a+/b\"",
                "{Fn::Base64: !Sub '${Name}'}                     | \"dG9kbw==\"",
                "!Split [',', 'a,,b']                             | [\"a\",\"\",\"b\"]",
                "!Select [1, !Ref Paths]                          | \"/b\"",
                "!Select ['2', !Split ['/', 'https://host/x']]    | \"host\"",
                "!If [IsTodo, yes-it-is, 'no']                    | \"yes-it-is\"",
                "!If [IsNot, 'yes', [!Ref Name]]                  | [\"todo\"]",
                "!If [Both, 1, 2]                                 | 1",
                "!If [Either, 1, 2]                               | 1",
                "!If [Neither, 1, 2]                              | 2",
                "!FindInMap [Sizes, small, cpu]                   | 256",
                "!FindInMap [Sizes, small, zones]                 | [\"a\",\"b\"]",
                "{Fn::Join: ['', [{Ref: Name}, {Fn::Sub: '!'}]]}  | \"todo!\"",
                "[a, !Ref AWS::NoValue, b]                        | [\"a\",\"b\"]",
                "{a: 1, b: !If [IsNot, 1, !Ref 'AWS::NoValue']}   | {\"a\":1}",
                "'{{resolve:secretsmanager:x:SecretString}}'      | \"{{resolve:secretsmanager:x:SecretString}}\"",
                "{Condition: {Bool: {secure: 'false'}}}           | {\"Condition\":{\"Bool\":{\"secure\":\"false\"}}}",
            })
    void resolves(String expression, String json) {
        Stack app = sandbox.value(SECTIONS, expression);

        assertThat(app.resource("Queue").properties().get("Value")).hasToString(json);
    }

    @Test
    void leavesOutAPropertyWithoutValue() {
        Stack app = sandbox.value(SECTIONS, "!Ref AWS::NoValue");

        assertThat(app.resource("Queue").properties().has("Value")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Nothing                    | refers to Nothing, which is no parameter and no resource of this template",
                "!Ref AWS::Nothing               | unknown pseudo parameter AWS::Nothing",
                "!GetAtt Nothing.Arn             | refers to Nothing, which is no parameter and no resource of this template",
                "!GetAtt Queue                   | Fn::GetAtt takes 2 arguments, not 1",
                "!Sub '${Nothing}'               | refers to Nothing, which is no parameter and no resource of this template",
                "!Sub '${Paths}'                 | ${Paths} of Fn::Sub must be text, not [\"/a\",\"/b\"]",
                "!Sub [a]                        | Fn::Sub takes 2 arguments, not 1",
                "!Cidr [a, b, c]                 | unknown function Fn::Cidr",
                "!Transform {Name: AWS::Include} | Fn::Transform: macros and transforms are not resolved: write the template out",
                "!If [Nothing, a, b]             | no condition Nothing; there are [IsTodo, IsNot, Both, Either, Neither]",
                "!If [IsTodo, a]                 | Fn::If takes 3 arguments, not 2",
                "!Equals [a, b]                  | Fn::Equals belongs in Conditions: give it a name there and use Fn::If",
                "!Select [2, !Ref Paths]         | Fn::Select: no item 2 in a list of 2",
                "!Select [x, !Ref Paths]         | Fn::Select: no item x in a list of 2",
                "!Select [0, !Ref Name]          | the list of Fn::Select must be a list",
                "!Split ['', abc]                | Fn::Split: its delimiter is empty",
                "!Join [',', abc]                | the second part of Fn::Join must be a list",
                "!Join [',', [[a]]]              | an item of Fn::Join must be text, not [\"a\"]",
                "!FindInMap [Sizes, huge, cpu]   | Fn::FindInMap: no huge in Mappings.Sizes",
                "!FindInMap [Zones, small, cpu]  | Fn::FindInMap: no Zones in Mappings",
                "!ImportValue net-Vpc            | Fn::ImportValue: no stack that is deployed before in us-east-1 exports net-Vpc; exported are []",
                "{Ref: Name, More: 1}            | Ref stands beside other keys [Ref, More]",
            })
    void saysWhereAndWhatItCannotResolve(String expression, String problem) {
        assertThatThrownBy(() -> sandbox.value(SECTIONS, expression))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: Queue: " + problem);
    }

    @Test
    void leavesOutAResourceAndAnOutputWhoseConditionIsFalse() {
        Stack app = sandbox.app("""
                Conditions:
                  No: !Equals [a, b]
                  Yes: !Equals [a, a]
                Resources:
                  Here: {Type: AWS::SQS::Queue, Condition: "Yes"}
                  Gone: {Type: AWS::SQS::Queue, Condition: "No"}
                Outputs:
                  There: {Value: 1, Condition: "Yes"}
                  Nowhere: {Value: !Ref Gone, Condition: "No"}
                """);

        assertThat(app.resources()).containsOnlyKeys("Here");
        assertThat(app.outputs()).containsOnlyKeys("There");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!Ref Gone", "!GetAtt Gone.Arn", "!Sub '${Gone}'"})
    void refusesToReferToAResourceWhoseConditionIsFalse(String expression) {
        assertThatThrownBy(() -> sandbox.app("""
                                Conditions:
                                  Never: !Equals [a, b]
                                Resources:
                                  Gone: {Type: AWS::SQS::Queue, Condition: Never}
                                  Here: {Type: AWS::SQS::Queue, Properties: {Value: %s}}
                                """.formatted(expression)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageMatching("templates/app.yaml: Here: refers to Gone(.Arn)?, whose condition is false");
    }

    @Test
    void ignoresWhatOnlyOrdersTheDeployment() {
        Stack app = sandbox.app("""
                Resources:
                  A: {Type: AWS::SQS::Queue, DependsOn: B, DeletionPolicy: Retain, Metadata: {x: !Ref Nothing}}
                  B: {Type: AWS::SQS::Queue}
                """);

        assertThat(app.resources()).containsOnlyKeys("A", "B");
    }

    @Test
    void namesAResourceAsItsTemplateDoes() {
        Stack app = sandbox.app("""
                Parameters:
                  Name: {Type: String, Default: todos}
                Resources:
                  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub "my-${Name}"}}
                  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: my-files}}
                Outputs:
                  Table: {Value: !Ref Table}
                  TableArn: {Value: !GetAtt Table.Arn}
                  FilesArn: {Value: !GetAtt Files.Arn}
                  FilesHost: {Value: !GetAtt Files.RegionalDomainName}
                """);

        assertThat(app.resource("Table").physicalId()).isEqualTo("my-todos");
        assertThat(app.outputs())
                .containsEntry("Table", "my-todos")
                .containsEntry("TableArn", "arn:aws:dynamodb:us-east-1:000000000000:table/my-todos")
                .containsEntry("FilesArn", "arn:aws:s3:::my-files")
                .containsEntry("FilesHost", "my-files.s3.us-east-1.amazonaws.com");
    }

    @Test
    void makesUpWhatOnlyAwsKnowsAndTheSameEachTime() {
        String template = """
                Resources:
                  Pool: {Type: AWS::Cognito::UserPool}
                  Client: {Type: AWS::Cognito::UserPoolClient}
                  Other: {Type: AWS::Cognito::UserPoolClient}
                  Thing: {Type: AWS::Some::Thing}
                Outputs:
                  Issuer: {Value: !GetAtt Pool.ProviderURL}
                  Detail: {Value: !GetAtt Thing.Detail.Of}
                """;
        Stack first = sandbox.app(template);
        Stack second = sandbox.app(template);

        assertThat(first).isEqualTo(second);
        assertThat(first.resource("Pool").physicalId()).matches("us-east-1_[a-z0-9]{9}");
        assertThat(first.resource("Client").physicalId())
                .matches("[a-z0-9]{26}")
                .isNotEqualTo(first.resource("Other").physicalId());
        assertThat(first.resource("Thing").physicalId()).matches("test-app-Thing-[a-z0-9]{12}");
        assertThat(first.output("Issuer"))
                .isEqualTo("https://cognito-idp.us-east-1.amazonaws.com/"
                        + first.resource("Pool").physicalId());
        assertThat(first.output("Detail")).endsWith(".Detail.Of");
    }

    @Test
    void refusesANameThatDependsOnItself() {
        assertThatThrownBy(() -> sandbox.app("""
                                Resources:
                                  A: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Ref B}}
                                  B: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Ref A}}
                                """))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("templates/app.yaml: ")
                .hasMessageContaining("depends on itself: Ref of B → Ref of A");
    }

    @Test
    void refusesAConditionThatDependsOnItself() {
        assertThatThrownBy(() -> sandbox.value("Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}", "1"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining("condition A depends on itself: condition A → condition B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Queue               | a condition can't depend on a resource or another stack: {\"Ref\":\"Queue\"}",
                "!GetAtt Queue.Arn        | a condition can't depend on a resource or another stack: {\"Fn::GetAtt\":[\"Queue\",\"Arn\"]}",
                "!ImportValue a           | a condition can't depend on a resource or another stack: {\"Fn::ImportValue\":\"a\"}",
            })
    void refusesAConditionOnWhatIsNotYetThere(String operand, String problem) {
        assertThatThrownBy(() -> sandbox.value("Conditions: {A: !Equals [%s, b]}".formatted(operand), "1"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: condition A: " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conditions: {A: true}",
                "Conditions: {A: !If [a, b, c]}",
                "Conditions: {A: !And [!Equals [a, a]]}",
                "Conditions: {A: !Contains [[a], a]}",
                "Conditions: {A: !Condition Nothing}"
            })
    void refusesWhatIsNoCondition(String conditions) {
        assertThatThrownBy(() -> sandbox.value(conditions, "1"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageStartingWith("templates/app.yaml: condition A: ");
    }

    @Test
    void keepsTheRulesOfATemplate() {
        String sections = """
                Parameters:
                  Stage: {Type: String}
                  Paths: {Type: CommaDelimitedList, Default: "/a,/b"}
                Rules:
                  ProdIsSmall:
                    RuleCondition: !Equals [!Ref Stage, prod]
                    Assertions:
                      - Assert: !Contains [[tiny, small], !Ref Stage]
                        AssertDescription: prod must be small
                  KnownPaths:
                    Assertions:
                      - Assert: !EachMemberIn [!Ref Paths, [/a, /b, /c]]
                      - Assert: !Not [!EachMemberEquals [!Ref Paths, /a]]
                """;
        sandbox.environment("parameters: {app: {Stage: dev}}");
        assertThat(sandbox.value(sections, "1").parameters()).containsEntry("Stage", "dev");

        sandbox.environment("parameters: {app: {Stage: prod}}");
        assertThatThrownBy(() -> sandbox.value(sections, "1"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: rule ProdIsSmall: prod must be small");

        sandbox.environment("parameters: {app: {Stage: dev, Paths: [/a, /d]}}");
        assertThatThrownBy(() -> sandbox.value(sections, "1"))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: rule KnownPaths: an assertion fails");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Transform: AWS::Serverless-2016-10-31 | Transform: macros and transforms are not resolved: write the template out",
                "Resource: {}                          | unknown section Resource",
                "Resources: {}                         | has no Resources",
                "Resources: []                         | Resources must be a mapping",
                "Resources: {A: {Typ: x}}              | A: unknown attribute Typ",
                "Resources: {A: {Properties: {}}}      | A: has no Type",
            })
    void refusesATemplateThatIsNone(String template, String problem) {
        assertThatThrownBy(() -> sandbox.app(template))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                   | output Out: has no Value",
                "{Value: [a]}                         | output Out: its Value must be text, not [\"a\"]",
                "{Value: !Ref 'AWS::NoValue'}         | output Out: its Value must be text, not nothing",
                "{Value: !Ref Nothing}                | output Out: refers to Nothing, which is no parameter and no resource of this template",
                "{Value: a, Export: {}}               | output Out: its Export has no Name",
                "{Value: a, Condition: Nothing}       | output Out: no condition Nothing; there are []",
            })
    void refusesAnOutputThatIsNone(String output, String problem) {
        assertThatThrownBy(() ->
                        sandbox.app("Resources: {A: {Type: AWS::SQS::Queue}}\nOutputs: {Out: %s}".formatted(output)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessage("templates/app.yaml: " + problem);
    }
}
