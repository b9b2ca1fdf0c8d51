package dev.todoapp.platform.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test that needs Docker: it runs with {@code ./dev test localstack}, and there fails where Docker is not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "localstack",
        matches = "true",
        disabledReason = "not run: LocalStack needs Docker; ./dev test localstack runs it")
public @interface OnLocalStack {}
