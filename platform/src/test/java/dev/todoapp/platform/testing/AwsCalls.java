package dev.todoapp.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * What a service calls of AWS, seen at the SDK's own hook: a line for each operation and kind of thing, such as {@code
 * dynamodb:Query index}. The parts of a transaction count each by itself, as in IAM, and so does what is signed for a browser.
 *
 * <p>The module commits these lines as {@code aws-calls.txt}, and the task's role is compared with them: a call that isn't there
 * would be refused on AWS, so it fails here already.
 */
public final class AwsCalls implements ExecutionInterceptor {

    /** In the folder of the service that is tested. */
    private static final Path COMMITTED = Path.of("aws-calls.txt");

    private static final String WRITE = "aws-calls.write";

    private final Set<String> allowed = Set.copyOf(committed());
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    /** Has the service's own clients of AWS, and its presigner, tell this one. */
    public BeanPostProcessor hook() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof ClientOverrideConfiguration calls) {
                    return calls.toBuilder()
                            .addExecutionInterceptor(AwsCalls.this)
                            .build();
                }
                List<Class<?>> presigners = Stream.of(bean.getClass().getInterfaces())
                        .filter(type -> type.getSimpleName().endsWith("Presigner"))
                        .toList();
                return presigners.isEmpty() ? bean : signing(bean, presigners.getFirst());
            }
        };
    }

    /** What has been called up to now, sorted. */
    public SortedSet<String> seen() {
        return new TreeSet<>(seen);
    }

    /** What the module commits: the calls that the task's role allows. */
    public static List<String> committed() {
        try {
            return Files.readAllLines(COMMITTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if the module commits other calls than these; with {@code -Daws-calls.write=true} it commits these from now on. */
    public static void assertCommitted(SortedSet<String> calls) throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.write(COMMITTED, calls);
        }

        assertThat(committed())
                .as("%s is out of date: write it anew with -D%s=true, and see that the task's role allows just that"
                        .formatted(COMMITTED.toAbsolutePath(), WRITE))
                .isEqualTo(List.copyOf(calls));
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String service =
                attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).toLowerCase(Locale.ROOT);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        SdkRequest request = context.request();
        request.getValueForField("TransactItems", List.class)
                .ifPresentOrElse(
                        items -> ((List<?>) items).forEach(item -> parts((SdkPojo) item, service)),
                        () -> add(service, operation, kind(service, request)));
    }

    /** What each item of a transaction does: the one of its fields that is set. */
    private void parts(SdkPojo item, String service) {
        for (SdkField<?> part : item.sdkFields()) {
            if (part.getValueOrDefault(item) != null) {
                String name = part.memberName();
                add(service, name + "Item", "table");
            }
        }
    }

    private void add(String service, String operation, String kind) {
        String call = "%s:%s %s".formatted(service, operation, kind);
        seen.add(call);
        if (!allowed.contains(call) && !Boolean.getBoolean(WRITE)) {
            throw new IllegalStateException(
                    "%s isn't in aws-calls.txt, so the task's role doesn't allow it".formatted(call));
        }
    }

    /** The kind of thing that IAM would ask about. */
    private static String kind(String service, SdkRequest request) {
        return switch (service) {
            case "dynamodb" ->
                request.getValueForField("IndexName", String.class).isPresent() ? "index" : "table";
            case "s3" ->
                request.getValueForField("Key", String.class).isPresent()
                                || request.getValueForField("Delete", SdkPojo.class)
                                        .isPresent()
                        ? "object"
                        : "bucket";
            case "sqs" -> "queue";
            default -> throw new IllegalStateException("of what kind is what %s gets?".formatted(service));
        };
    }

    private Object signing(Object presigner, Class<?> type) {
        String service = type.getSimpleName().replace("Presigner", "").toLowerCase(Locale.ROOT);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().startsWith("presign")) {
                add(service, method.getName().replaceFirst("^presign", ""), "object");
            }
            try {
                return method.invoke(presigner, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
