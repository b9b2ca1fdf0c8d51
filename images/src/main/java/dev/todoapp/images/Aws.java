package dev.todoapp.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/**
 * Plays DynamoDB, S3 and SQS for a training, with constants: a table that holds one to-do, a bucket that holds one file,
 * a queue that is empty. Nothing is kept and no signature is checked; it is for code to have run, not to be right.
 */
final class Aws implements AutoCloseable {

    static final String OWNER = "5b1d1c1e-0000-4000-8000-000000000001";
    static final String TODO = "019a9f00-0000-7000-8000-000000000002";
    static final String FILE = "019a9f00-0000-7000-8000-000000000003";

    private static final String ITEM = """
            {"owner":{"S":"%s"},"id":{"S":"%s"},"changed":{"S":"2026-11-21T09:30:00.123Z"},\
            "createdAt":{"S":"2026-11-21T09:30:00.123Z"},"version":{"N":"1"},"title":{"S":"Buy milk"},\
            "notes":{"S":"2 l"},"tags":{"L":[{"S":"home"}]},"priority":{"S":"high"},"dueDate":{"S":"2026-12-24"}}""".formatted(OWNER, TODO);
    private static final Map<String, String> JSON = Map.of(
            "DynamoDB_20120810.Query", "{\"Count\":1,\"ScannedCount\":1,\"Items\":[" + ITEM + "]}",
            "DynamoDB_20120810.GetItem", "{\"Item\":" + ITEM + "}",
            "DynamoDB_20120810.BatchGetItem", "{\"Responses\":{\"training\":[" + ITEM + "]},\"UnprocessedKeys\":{}}");

    private final HttpServer server;

    private Aws(HttpServer server) {
        this.server = server;
    }

    static Aws start() throws IOException {
        Aws aws = new Aws(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        aws.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        aws.server.createContext("/", Aws::answer);
        aws.server.start();
        return aws;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the SDK needs to know, whatever it calls. */
    Map<String, String> variables() {
        return Map.of("AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", "training", "AWS_SECRET_ACCESS_KEY", "training");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (target == null) {
                send(exchange, "application/xml", bucket(exchange));
                return;
            }
            if (target.equals("AmazonSQS.ReceiveMessage")) {
                waitForNothing();
            }
            send(exchange, "application/x-amz-json-1.0", JSON.getOrDefault(target, "{}"));
        }
    }

    /** An empty queue is polled again at once; this one is asked less often than there are requests. */
    private static void waitForNothing() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String bucket(HttpExchange exchange) {
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
        if (exchange.getRequestMethod().equals("GET") && query.contains("list-type=2")) {
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>training</Name><KeyCount>1</KeyCount>\
                    <MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><Contents><Key>%s</Key>\
                    <LastModified>2026-11-21T09:30:00.000Z</LastModified><ETag>&quot;900150983cd24fb0d6963f7d28e17f72&quot;</ETag>\
                    <Size>3</Size><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>""".formatted(key());
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></DeleteResult>";
    }

    /** As files-service names its objects. */
    private static String key() {
        String descriptor = "\u0001image/png\u0000photo.png";
        return String.join(
                "/",
                OWNER,
                TODO,
                FILE,
                Base64.getUrlEncoder().withoutPadding().encodeToString(descriptor.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
    }
}
