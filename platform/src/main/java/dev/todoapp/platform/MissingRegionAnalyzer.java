package dev.todoapp.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says in words what the AWS SDK says at great length: that nobody told it the region. */
final class MissingRegionAnalyzer extends AbstractFailureAnalyzer<SdkClientException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SdkClientException cause) {
        return String.valueOf(cause.getMessage()).startsWith("Unable to load region")
                ? new FailureAnalysis(
                        "The variable AWS_REGION is not set, and no profile names a region.",
                        "Give the region, such as eu-central-1.",
                        cause)
                : null;
    }
}
