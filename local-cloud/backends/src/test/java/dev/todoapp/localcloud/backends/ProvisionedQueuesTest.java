package dev.todoapp.localcloud.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues made by calls, as for LocalStack; here against ElasticMQ, which starts without any. */
class ProvisionedQueuesTest {

    @TempDir
    Path data;

    @Test
    void areThoseOfTheTemplateHoweverOftenTheyAreMade() {
        Stack stack = Deployment.read(Path.of("../../infra"), "local", Map.of()).stack("data");
        try (SqsStandIn sqs = SqsStandIn.start(0, data, List.of());
                SqsClient client = sqs.client()) {
            Provisioning.createQueues(stack, client);
            Provisioning.createQueues(stack, client);

            for (SqsStandIn.Queue queue : Provisioning.queues(stack)) {
                Map<QueueAttributeName, String> attributes = client.getQueueAttributes(request ->
                                request.queueUrl(sqs.queueUrl(queue.name())).attributeNames(QueueAttributeName.ALL))
                        .attributes();
                assertThat(attributes)
                        .containsEntry(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                Long.toString(queue.visibilityTimeout().toSeconds()))
                        .containsEntry(
                                QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                                Long.toString(queue.receiveWait().toSeconds()));
                SqsStandIn.DeadLetters deadLetters = queue.deadLetters();
                if (deadLetters != null) {
                    assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                            .contains(deadLetters.queue(), Integer.toString(deadLetters.maxReceiveCount()));
                }
            }
        }
    }
}
