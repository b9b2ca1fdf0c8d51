package dev.todoapp.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A program that is started in place of {@code aws}: it answers what a test has told it to, in order, the last answer again and
 * again, and remembers what it was asked.
 */
final class FakeAws {

    /** A change that adds something, for {@link #changes}. */
    static final String ADDED =
            "{\"Action\": \"Add\", \"LogicalResourceId\": \"Vpc\", \"ResourceType\": \"AWS::EC2::VPC\"}";

    private static final String SCRIPT = """
            #!/usr/bin/env bash
            folder=$(dirname "$0")
            operation=$2 about= input=
            shown="$*"
            while [ $# -gt 0 ]; do
              case $1 in
                --stack-name | --user-pool-id) about=$2 ;;
                --cli-input-json) input=${2#file://} ;;
              esac
              shift
            done
            {
              printf '%s\\n' "$shown"
              if [ -n "$input" ]; then cat "$input"; else printf '{}'; fi
              printf '\\n'
            } >>"$folder/calls"
            if [ -n "$input" ]; then about=$(sed -n 's/.*"StackName":"\\([^"]*\\)".*/\\1/p' "$input"); fi
            key=$operation@$about
            [ -e "$folder/$key.0" ] || key=$operation
            count=0
            [ -e "$folder/$key.count" ] && count=$(cat "$folder/$key.count")
            if [ ! -e "$folder/$key.$count" ]; then
              if [ "$count" = 0 ]; then
                if [ "$operation" = describe-stacks ]; then
                  echo "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id $about does not exist" >&2
                  exit 254
                fi
                printf '{}'
                exit 0
              fi
              count=$((count - 1))
            else
              printf '%s' $((count + 1)) >"$folder/$key.count"
            fi
            if [ "$(cat "$folder/$key.$count")" = interrupted ]; then exit 130; fi
            if head -n 1 "$folder/$key.$count" | grep -q '^{'; then
              cat "$folder/$key.$count"
            else
              cat "$folder/$key.$count" >&2
              exit 254
            fi
            """;

    private final Path folder;
    private final Map<String, Integer> answers = new HashMap<>();

    FakeAws(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("aws"), SCRIPT);
            Files.setPosixFilePermissions(folder.resolve("aws"), PosixFilePermissions.fromString("rwx------"));
            Files.writeString(folder.resolve("calls"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers("get-caller-identity", "{\"Account\": \"123456789012\"}");
        answers("create-change-set", "{\"Id\": \"arn:change-set\"}");
    }

    Aws aws() {
        return Aws.program(
                List.of(folder.resolve("aws").toString()),
                Map.of("AWS_REGION", "eu-central-1", "AWS_ENDPOINT_URL", ""));
    }

    /** @param json what begins with a brace is an answer, all else what is written to stderr by a call that fails */
    FakeAws answers(String operation, String... json) {
        for (String answer : json) {
            int count = answers.merge(operation, 1, Integer::sum) - 1;
            try {
                Files.writeString(folder.resolve(operation + "." + count), answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** In place of what it was told before. */
    FakeAws replace(String operation, String answer) {
        answers.remove(operation);
        return answers(operation, answer);
    }

    /** As the CLI ends when somebody presses Ctrl-C. */
    FakeAws isInterrupted(String operation) {
        return answers(operation, "interrupted");
    }

    FakeAws fails(String operation, String code, String message) {
        return answers(operation, "An error occurred (%s) when calling the X operation: %s".formatted(code, message));
    }

    /** The stack has these statuses, one after another. */
    FakeAws stack(String name, String... statuses) {
        for (String status : statuses) {
            stack(name, status, Map.of(), Map.of());
        }
        return this;
    }

    FakeAws stack(String name, String status, Map<String, String> parameters, Map<String, String> outputs) {
        var stack = Aws.JSON.createObjectNode();
        var described = stack.putArray("Stacks").addObject();
        described.put("StackName", name).put("StackId", name).put("StackStatus", status);
        var given = described.putArray("Parameters");
        parameters.forEach(
                (key, value) -> given.addObject().put("ParameterKey", key).put("ParameterValue", value));
        var out = described.putArray("Outputs");
        outputs.forEach((key, value) -> out.addObject().put("OutputKey", key).put("OutputValue", value));
        return answers("describe-stacks@" + name, stack.toString());
    }

    /** @param changes as describe-change-set has them, the inside of {@code ResourceChange} */
    FakeAws changes(String stack, String... changes) {
        String inside = String.join(
                ",",
                List.of(changes).stream()
                        .map(change -> "{\"Type\": \"Resource\", \"ResourceChange\": " + change + "}")
                        .toList());
        return answers(
                "describe-change-set@" + stack,
                "{\"Status\": \"CREATE_COMPLETE\", \"ChangeSetId\": \"arn:change-set\", \"Changes\": [%s]}"
                        .formatted(inside));
    }

    FakeAws noChanges(String stack) {
        return answers(
                "describe-change-set@" + stack,
                "{\"Status\": \"FAILED\", \"StatusReason\": \"The submitted information didn't contain changes.\"}");
    }

    /** What was called, such as {@code cloudformation execute-change-set --change-set-name …}. */
    List<String> calls() {
        return every(0);
    }

    List<String> calls(String operation) {
        return calls().stream()
                .filter(call -> call.split(" ")[1].equals(operation))
                .toList();
    }

    /** What the calls of an operation were handed. */
    List<JsonNode> inputs(String operation) {
        List<JsonNode> inputs = new ArrayList<>();
        List<String> calls = every(0);
        List<String> handed = every(1);
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).split(" ")[1].equals(operation)) {
                inputs.add(Aws.JSON.readTree(handed.get(i)));
            }
        }
        return inputs;
    }

    /** What each call was handed, in the order of {@link #calls()}. */
    List<JsonNode> inputs() {
        return every(1).stream().map(Aws.JSON::readTree).toList();
    }

    private List<String> every(int of) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("calls"));
            List<String> every = new ArrayList<>();
            for (int i = of; i < lines.size(); i += 2) {
                every.add(lines.get(i));
            }
            return every;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
