package dev.todoapp.deploy;

import static dev.todoapp.deploy.FakeAws.ADDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./dev deploy} by a file that an earlier {@code --plan} has written and somebody has approved: that, and nothing else. */
class ApprovedDeployTest {

    private static final String POOL = """
            {"Action": "Modify", "LogicalResourceId": "Pool", "ResourceType": "AWS::Cognito::UserPool", "Replacement": "%s",
             "PolicyAction": "ReplaceAndRetain", "Details": [%s]}""";
    private static final String TAGS = detail("Tags");
    private static final String SCHEMA = detail("Schema");
    private static final String REFUSED =
            "dev: dev-network would change otherwise than what was approved, and nothing in it was changed;"
                    + " look at the plan again (in a pipeline, start the workflow anew)";

    private Scene scene;
    private Path file;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new Scene(folder).withoutTerminal();
        file = folder.resolve("shown.txt");
    }

    @Test
    void writesDownWhatItShowsAndCarriesThatOut() throws IOException {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED, pool("True", TAGS));

        scene.plan(file);

        assertThat(Files.readString(file).replaceAll("[0-9a-f]{64}", "DIGEST")).isEqualTo("""
                        What would change in dev
                        by these files, account and region: DIGEST

                        dev-network in eu-central-1: 2 resources change, 1 REPLACED
                          added      Vpc   AWS::EC2::VPC
                          REPLACED   Pool  AWS::Cognito::UserPool  (Tags forces it; the old one is kept)

                        That is all: 1 of its stacks.
                        """);
        assertThat(scene.out())
                .contains("It is in %s: ./dev deploy dev --yes --approved %s does what it says".formatted(file, file));
        assertThat(scene.carryOut(file)).as(scene.err()).isZero();
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    @Test
    void takesAnotherOrderForTheSame() {
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED, pool("Conditional", TAGS, SCHEMA))
                .changes("dev-network", pool("Conditional", SCHEMA, TAGS), ADDED);

        scene.plan(file);

        assertThat(scene.carryOut(file)).as(scene.err()).isZero();
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "another property",
                "one property less",
                "replaced",
                "one resource more",
                "one resource less",
                "removed"
            })
    void refusesAChangeSetThatWouldDoSomethingElse(String otherwise) {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", pool("False", TAGS, SCHEMA), ADDED);
        switch (otherwise) {
            case "another property" -> scene.aws.changes("dev-network", pool("False", TAGS, detail("Name")), ADDED);
            case "one property less" -> scene.aws.changes("dev-network", pool("False", TAGS), ADDED);
            case "replaced" -> scene.aws.changes("dev-network", pool("True", TAGS, SCHEMA), ADDED);
            case "one resource more" ->
                scene.aws.changes("dev-network", pool("False", TAGS, SCHEMA), ADDED, ADDED.replace("Vpc", "Another"));
            case "one resource less" -> scene.aws.changes("dev-network", pool("False", TAGS, SCHEMA));
            default -> scene.aws.changes("dev-network", pool("False", TAGS, SCHEMA), ADDED.replace("Add", "Remove"));
        }
        scene.plan(file);

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err()).isEqualTo(REFUSED);
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
        assertThat(scene.aws.calls("delete-change-set"))
                .as("that of the plan, and the one that was not approved")
                .hasSize(2);
    }

    @Test
    void saysWhatIsOtherwise() {
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED, pool("False", TAGS))
                .changes("dev-network", ADDED, pool("True", TAGS).replace("\"Pool\"", "\"PoolOfALongName\""));
        scene.plan(file);

        scene.carryOut(file);

        assertThat(scene.out())
                .contains("  not approved: REPLACED PoolOfALongName AWS::Cognito::UserPool (Tags forces it")
                .contains("  approved, but not now: changed Pool AWS::Cognito::UserPool (Tags)")
                .as("which only stands further to the right")
                .doesNotContain("not approved: added Vpc");
    }

    @Test
    void refusesAnotherValueOfAParameter() {
        twoStacks();
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc 2"))
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc  2"))
                .noChanges("dev-network")
                .stack("dev-app", "UPDATE_COMPLETE", Map.of("Vpc", "vpc-1"), Map.of())
                .changes("dev-app");
        scene.plan(file);
        assertThat(file).content().contains("  parameter  Vpc: \"vpc-1\" becomes \"vpc 2\"");

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: dev-app would change otherwise");
    }

    /** Whose summary is the same. */
    @Test
    void refusesWhenAParameterKeepsItsValueThatWasToChange() {
        twoStacks();
        scene.aws
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-2"))
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-1"))
                .noChanges("dev-network")
                .stack("dev-app", "UPDATE_COMPLETE", Map.of("Vpc", "vpc-1"), Map.of())
                .changes("dev-app");
        scene.plan(file);

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.out()).contains("  approved, but not now: parameter  Vpc: \"vpc-1\" becomes \"vpc-2\"");
    }

    /** A stack before it has handed it something new. */
    @Test
    void refusesChangesOfAStackThatWasShownToHaveNoneAfterWhatWasApprovedBeforeIt() {
        twoStacks();
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-1"))
                .changes("dev-network", ADDED)
                .stack("dev-app", "UPDATE_COMPLETE", Map.of("Vpc", "vpc-1"), Map.of())
                .noChanges("dev-app")
                .changes("dev-app", ADDED);
        scene.plan(file);

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err()).startsWith("dev: dev-app would change otherwise than what was approved");
        assertThat(scene.aws.calls("execute-change-set"))
                .singleElement()
                .asString()
                .contains("dev-network");
    }

    @Test
    void takesItForDoneWhenNothingIsLeftToChange() {
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .changes("dev-network", ADDED)
                .noChanges("dev-network");
        scene.plan(file);

        assertThat(scene.carryOut(file)).as(scene.err()).isZero();

        assertThat(scene.out())
                .contains("dev-network in eu-central-1: no changes\n  (what was approved of it is done already)");
    }

    @Test
    void carriesOutWhatWasApprovedAsNotToBeShownYetAndSaysSo() {
        twoStacks();
        scene.aws.changes("dev-network", ADDED).changes("dev-app", ADDED);
        scene.plan(file);
        assertThat(file)
                .content()
                .contains(
                        "dev-app in eu-central-1: can't be shown yet: dev-app needs VpcId of dev-network, which has none");
        scene.aws
                .stack("dev-network", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS")
                .stack("dev-network", "CREATE_COMPLETE", Map.of(), Map.of("VpcId", "vpc-1"))
                .stack("dev-app", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "CREATE_COMPLETE");

        assertThat(scene.carryOut(file)).as(scene.err()).isZero();

        assertThat(scene.out())
                .contains("dev-app in eu-central-1: a new stack of 1 resource")
                .contains("  (approved without having been shown: it needed a stack that wasn't there yet)");
        assertThat(scene.aws.calls("execute-change-set")).hasSize(2);
    }

    @Test
    void leavesToAPersonWhatIsAPersons() {
        scene.common("stacks: {bootstrap: {template: network.yaml}, network: {template: network.yaml}}");
        scene.aws
                .stack("dev-bootstrap", "CREATE_COMPLETE")
                .fails("create-change-set@dev-bootstrap", "AccessDenied", "not authorized")
                .stack("dev-network", "CREATE_COMPLETE")
                .changes("dev-network", ADDED);
        scene.plan(file);
        assertThat(file)
                .content()
                .contains("dev-bootstrap in eu-central-1: a person deploys it, no pipeline may; it stays as it is");

        assertThat(scene.carryOut(file)).as(scene.err()).isZero();

        assertThat(scene.out()).contains("dev-bootstrap in eu-central-1: a person deploys it");
        assertThat(scene.aws.calls("execute-change-set")).hasSize(1);
    }

    /** The role that shows it may make change sets of every stack, the one that deploys may not. */
    @Test
    void leavesToAPersonWhatItOnlyMayShow() {
        scene.common("stacks: {bootstrap: {template: network.yaml}}");
        scene.aws.stack("dev-bootstrap", "UPDATE_COMPLETE").changes("dev-bootstrap", ADDED);
        scene.plan(file);
        scene.aws.fails("create-change-set@dev-bootstrap", "AccessDenied", "not authorized");

        assertThat(scene.carryOut(file)).as(scene.err()).isZero();

        assertThat(scene.out()).contains("dev-bootstrap in eu-central-1: a person deploys it");
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void deletesNoStackThatNobodySawGo() {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED);
        scene.plan(file);
        scene.aws.stack("dev-network", "ROLLBACK_COMPLETE");

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo("dev: dev-network is ROLLBACK_COMPLETE: it must be deleted and made anew:"
                        + " ./dev deploy dev network");
        assertThat(scene.aws.calls("delete-stack")).isEmpty();
    }

    /** No plan can show it: the address is AWS's, and made with the website. */
    @Test
    void leavesASecondPassWithTheSitesAddressToThoseWhoSeeItFirst() {
        scene.bucketForTheSite();
        scene.aws
                .stack("dev-data", "CREATE_COMPLETE")
                .changes("dev-data", ADDED)
                .stack("dev-website", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS")
                .stack("dev-website", "CREATE_COMPLETE", Map.of(), Map.of("SiteUrl", "https://d1.cloudfront.net"))
                .changes("dev-website", ADDED);
        scene.plan(file);

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err())
                .isEqualTo(
                        "dev: dev-data must hear of the site's address https://d1.cloudfront.net, which nobody knew when"
                                + " the plan was approved; look at the plan again (in a pipeline, start the workflow anew)");
        assertThat(scene.aws.calls("execute-change-set"))
                .as("what was approved, and no second time")
                .hasSize(2);
    }

    @Test
    void goesOnWithTheOthersWhenItIsToldToAndStillFails() {
        scene.common("stacks: {network: {template: network.yaml}, other: {template: network.yaml}}");
        scene.aws
                .stack("dev-network", "UPDATE_COMPLETE")
                .noChanges("dev-network")
                .changes("dev-network", ADDED)
                .stack("dev-other", "UPDATE_COMPLETE")
                .changes("dev-other", ADDED);
        scene.plan(file);

        assertThat(scene.dev("deploy", "dev", "--yes", "--keep-going", "--approved", file.toString()))
                .isEqualTo(1);

        assertThat(scene.err()).isEqualTo("dev: not deployed: dev-network");
        assertThat(scene.aws.calls("execute-change-set"))
                .singleElement()
                .asString()
                .contains("dev-other");
    }

    @Test
    void refusesAFileFromWhichALineIsMissingWhenItComesToThatStack() throws IOException {
        scene.aws.stack("dev-network", "UPDATE_COMPLETE").changes("dev-network", ADDED, pool("False", TAGS));
        scene.plan(file);
        Files.writeString(file, Files.readString(file).replaceFirst("  added .*\n", ""));

        assertThat(scene.carryOut(file)).isEqualTo(1);

        assertThat(scene.err()).isEqualTo(REFUSED);
        assertThat(scene.aws.calls("execute-change-set")).isEmpty();
    }

    @Test
    void letsNoValueOfAParameterLookLikeAStack() {
        twoStacks();
        scene.aws
                .stack(
                        "dev-network",
                        "CREATE_COMPLETE",
                        Map.of(),
                        Map.of("VpcId", "1\ndev-data in eu-central-1: no changes"))
                .noChanges("dev-network")
                .stack("dev-app", "UPDATE_COMPLETE", Map.of("Vpc", "0"), Map.of())
                .changes("dev-app");

        scene.plan(file);

        assertThat(file)
                .content()
                .contains("\"0\" becomes \"1\\ndev-data in")
                .contains("That is all: 2 of its stacks.");
        assertThat(scene.carryOut(file)).as(scene.err()).isZero();
    }

    private void twoStacks() {
        scene.common("""
                stacks:
                  network: {template: network.yaml}
                  app: {template: app.yaml, parameters: {Vpc: "${network.VpcId}"}}
                """).template("app", """
                Parameters: {Vpc: {Type: String}}
                Resources: {Group: {Type: AWS::EC2::SecurityGroup}}
                """);
    }

    private static String pool(String replacement, String... details) {
        return POOL.formatted(replacement, String.join(", ", details));
    }

    private static String detail(String property) {
        return "{\"Target\": {\"Attribute\": \"Properties\", \"Name\": \"%s\", \"RequiresRecreation\": \"Always\"}}"
                .formatted(property);
    }
}
