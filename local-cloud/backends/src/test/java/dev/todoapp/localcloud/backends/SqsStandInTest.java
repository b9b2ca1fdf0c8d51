package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.json.JsonMapper;

/** Against ElasticMQ in this process. */
class SqsStandInTest {

    private static final Stack STACK = stack(Map.of(
            "Work", """
                    {"QueueName": "work", "VisibilityTimeout": 1, "ReceiveMessageWaitTimeSeconds": 3, "DelaySeconds": 0,
                     "MessageRetentionPeriod": 604800, "SqsManagedSseEnabled": true,
                     "RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:dead", "maxReceiveCount": 2}}""",
            "Dead", """
                    {"QueueName": "dead", "MessageRetentionPeriod": 1209600}"""));

    @TempDir
    Path data;

    @Test
    void makesTheQueuesAsTheTemplateSays() {
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            Map<QueueAttributeName, String> attributes = client.getQueueAttributes(
                            request -> request.queueUrl(sqs.queueUrl("work")).attributeNames(QueueAttributeName.ALL))
                    .attributes();

            assertThat(attributes)
                    .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "1")
                    .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "3")
                    .containsEntry(QueueAttributeName.DELAY_SECONDS, "0")
                    .containsEntry(
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":2}");
            assertThat(client.getQueueUrl(request -> request.queueName("work")).queueUrl())
                    .isEqualTo(sqs.queueUrl("work"));
        }
    }

    @Test
    void refusesAQueueThatItCannotMakeAsDescribed() {
        assertThatThrownBy(() ->
                        Provisioning.queues(stack(Map.of("Fifo", "{\"QueueName\": \"a.fifo\", \"FifoQueue\": true}"))))
                .isInstanceOf(StandInFailure.class)
                .hasMessageContaining("Fifo has FifoQueue");
        assertThatThrownBy(() -> Provisioning.queues(stack(Map.of("Work", """
                        {"QueueName": "work", "RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:x:0:gone", "maxReceiveCount": 1}}"""))))
                .isInstanceOf(StandInFailure.class)
                .hasMessageContaining("a dead-letter queue isn't in the stack");
    }

    @Test
    void keepsMessagesBetweenRunsWithTheirAttributesAndDelay() {
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            client.sendMessage(request -> request.queueUrl(sqs.queueUrl("work"))
                    .messageBody("now")
                    .messageAttributes(Map.of(
                            "sweep",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("second")
                                    .build())));
            client.sendMessage(request ->
                    request.queueUrl(sqs.queueUrl("work")).messageBody("later").delaySeconds(900));
            client.sendMessage(request ->
                    request.queueUrl(sqs.queueUrl("work")).messageBody("gone").delaySeconds(0));
            assertThat(receiveAndDelete(client, sqs, "gone")).isTrue();
        }
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            List<Message> received = receive(client, sqs.queueUrl("work"));

            assertThat(received).extracting(Message::body).containsExactly("now");
            assertThat(received.getFirst().messageAttributes())
                    .hasEntrySatisfying(
                            "sweep", value -> assertThat(value.stringValue()).isEqualTo("second"));
            assertThat(count(client, sqs, "work", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .as("what was deleted does not come back")
                    .isEqualTo("1");
            assertThat(count(client, sqs, "work", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                    .isEqualTo("1");
            assertThat(count(client, sqs, "work", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .isEqualTo("0");
        }
    }

    @Test
    void aPoisonedMessageEndsInTheDeadLetterQueueAndStaysThereAlone() {
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            client.sendMessage(request -> request.queueUrl(sqs.queueUrl("work")).messageBody("poison"));

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                receive(client, sqs.queueUrl("work"));
                return count(client, sqs, "dead", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                        .equals("1");
            });
        }
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            assertThat(count(client, sqs, "work", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .isEqualTo("0");
            assertThat(receive(client, sqs.queueUrl("dead")))
                    .extracting(Message::body)
                    .containsExactly("poison");
        }
    }

    @Test
    void forgetsAtItsStartWhatAQueueHasKeptForLongEnough() {
        try (SqsStandIn sqs = start();
                SqsClient client = sqs.client()) {
            client.sendMessage(request -> request.queueUrl(sqs.queueUrl("dead")).messageBody("old"));
        }
        List<SqsStandIn.Queue> brief = List.of(new SqsStandIn.Queue(
                "dead", Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ofMillis(-1), null));
        try (SqsStandIn sqs = SqsStandIn.start(0, data, brief);
                SqsClient client = sqs.client()) {
            assertThat(count(client, sqs, "dead", QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .isEqualTo("0");
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (SqsStandIn sqs = start()) {
            var others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .toList();
            for (var address : others) {
                assertThatThrownBy(() -> new Socket(address, sqs.port()).close())
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> SqsStandIn.start(taken.getLocalPort(), data, List.of())
                            .close())
                    .isInstanceOf(StandInFailure.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    private SqsStandIn start() {
        return SqsStandIn.start(0, data, Provisioning.queues(STACK));
    }

    private static List<Message> receive(SqsClient client, String url) {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1)
                        .messageAttributeNames("All"))
                .messages();
    }

    /** Whether a message of that body was there; others are put back. */
    private static boolean receiveAndDelete(SqsClient client, SqsStandIn sqs, String body) {
        String url = sqs.queueUrl("work");
        boolean found = false;
        for (Message message : receive(client, url)) {
            if (message.body().equals(body)) {
                client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                found = true;
            } else {
                client.changeMessageVisibility(request -> request.queueUrl(url)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0));
            }
        }
        return found;
    }

    private static String count(SqsClient client, SqsStandIn sqs, String queue, QueueAttributeName attribute) {
        return String.valueOf(client.getQueueAttributes(
                        request -> request.queueUrl(sqs.queueUrl(queue)).attributeNames(attribute))
                .attributes()
                .get(attribute));
    }

    private static Stack stack(Map<String, String> queues) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        queues.forEach((id, properties) -> resources.put(
                id, new Resource(id, "AWS::SQS::Queue", id, JsonMapper.shared().readTree(properties))));
        return new Stack("data", "data.yaml", "us-east-1", Map.of(), resources, Map.of());
    }
}
