package dev.todoapp.infra;

import java.util.Optional;

/** What CloudFormation knows by itself, save the stack's own name. */
record PseudoParameters(String region, String account) {

    String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    String urlSuffix() {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    /** @param name such as {@code AWS::Region}; empty if there is none of that name */
    Optional<String> value(String name, String stackName) {
        return Optional.ofNullable(
                switch (name) {
                    case "AWS::Region" -> region;
                    case "AWS::AccountId" -> account;
                    case "AWS::Partition" -> partition();
                    case "AWS::URLSuffix" -> urlSuffix();
                    case "AWS::StackName" -> stackName;
                    case "AWS::StackId" ->
                        "arn:%s:cloudformation:%s:%s:stack/%s/%s"
                                .formatted(partition(), region, account, stackName, Placeholders.uuid(stackName));
                    default -> null;
                });
    }
}
