package dev.todoapp.todos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** The AWS SDK's HTTP client with a network that can be broken. */
public final class FaultyHttp implements SdkHttpClient {

    /** What happens to a request in place of being sent and answered. */
    public interface Fault {

        HttpExecuteResponse call(ExecutableHttpRequest request) throws IOException;
    }

    private final SdkHttpClient network = Apache5HttpClient.create();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Fault fault;
    private final AtomicInteger times = new AtomicInteger();

    /** The next requests meet with this, so many of them; then all is well again. */
    public void next(int times, Fault fault) {
        this.times.set(times);
        this.fault = fault;
    }

    /** Every request meets with this until {@link #repair}. */
    public void breakDown(Fault fault) {
        next(Integer.MAX_VALUE, fault);
    }

    public void repair() {
        next(0, ExecutableHttpRequest::call);
    }

    /** How many requests there were. */
    public int calls() {
        return calls.get();
    }

    /** The request arrives and is carried out, its answer does not come back. */
    public static HttpExecuteResponse loseTheAnswer(ExecutableHttpRequest request) throws IOException {
        request.call().responseBody().ifPresent(AbortableInputStream::abort);
        throw new IOException("the answer is lost");
    }

    /** DynamoDB answers with an error of its own. */
    public static Fault refuse(int status, String error, String members) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + error + "\"" + members + "}";
        return request -> HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    /** The answer comes, but only after some time, unless whoever waits has given up by then. */
    public static Fault answerAfter(Duration time) {
        return request -> {
            try {
                if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("nobody counts down");
                }
                return request.call();
            } catch (InterruptedException timeout) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("given up");
            }
        };
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest sent = network.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                calls.incrementAndGet();
                Fault now = fault;
                return now != null && times.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                        ? now.call(sent)
                        : sent.call();
            }

            @Override
            public void abort() {
                sent.abort();
            }
        };
    }

    @Override
    public void close() {
        network.close();
    }
}
