package dev.todoapp.infra;

import tools.jackson.databind.JsonNode;

/**
 * One resource of a stack with every intrinsic function resolved.
 *
 * @param logicalId its name in the template
 * @param type such as {@code AWS::DynamoDB::Table}
 * @param physicalId what {@code Ref} gives
 * @param properties its properties, without those that resolved to {@code AWS::NoValue}
 */
public record Resource(String logicalId, String type, String physicalId, JsonNode properties) {}
