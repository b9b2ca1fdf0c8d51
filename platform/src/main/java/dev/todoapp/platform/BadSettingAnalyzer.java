package dev.todoapp.platform;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in words which variable keeps a service from starting. Before Boot's own analyzers, which see only "failed to bind". */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BadSettingAnalyzer extends AbstractFailureAnalyzer<BadSetting> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BadSetting cause) {
        return new FailureAnalysis("The variable " + cause.getMessage() + ".", cause.remedy(), cause);
    }
}
