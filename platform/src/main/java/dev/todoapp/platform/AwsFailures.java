package dev.todoapp.platform;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Tells an AWS that is in trouble from a call of ours that is wrong. */
final class AwsFailures {

    private AwsFailures() {}

    static boolean isTransient(SdkException failure) {
        return switch (failure) {
            case SdkServiceException answered -> answered.isThrottlingException() || answered.statusCode() >= 500;
            case SdkClientException unanswered -> true;
            default -> false;
        };
    }
}
