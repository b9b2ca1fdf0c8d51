package dev.todoapp.bench;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.S3StandIn;
import dev.todoapp.localcloud.backends.SqsStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** What the files service depends on, S3 and SQS with the template's bucket and queues, in a process of its own. */
public final class StandIns {

    private StandIns() {}

    /** @param args S3's port, SQS's port, the folder for their data, {@code infra}, and the file that is made when they are ready */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Path.of(args[2]);
        Stack stack = data(Path.of(args[3]), Integer.parseInt(args[1]));
        S3StandIn s3 = S3StandIn.start(
                Integer.parseInt(args[0]), data.resolve("s3"), Provisioning.cors(stack.resource("FilesBucket")));
        SqsStandIn sqs = SqsStandIn.start(Integer.parseInt(args[1]), data.resolve("sqs"), Provisioning.queues(stack));
        try (S3Client client = s3.client()) {
            Provisioning.createBuckets(stack, client);
        }
        System.out.println(s3.endpoint() + " " + sqs.endpoint());
        Files.createFile(Path.of(args[4]));
        Thread.currentThread().join(); // until it is told to end
    }

    /** The stack of tables, buckets and queues. */
    static Stack data(Path infra, int sqsPort) {
        return Deployment.read(infra, "local", Map.of("SQS_PORT", Integer.toString(sqsPort)))
                .stack("data");
    }
}
