package dev.todoapp.bench;

import dev.todoapp.infra.Deployment;
import dev.todoapp.infra.Stack;
import dev.todoapp.localcloud.backends.Provisioning;
import dev.todoapp.localcloud.backends.S3StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 stand-in with the template's bucket, in a process of its own. */
public final class S3Process {

    private S3Process() {}

    /** @param args the port, the folder for the files, {@code infra}, and the file that is made when it is ready */
    public static void main(String[] args) throws IOException, InterruptedException {
        Stack stack = Deployment.read(Path.of(args[2]), "local", Map.of()).stack("data");
        S3StandIn s3 = S3StandIn.start(
                Integer.parseInt(args[0]), Path.of(args[1]), Provisioning.cors(stack.resource("FilesBucket")));
        try (S3Client client = s3.client()) {
            Provisioning.createBuckets(stack, client);
        }
        Files.createFile(Path.of(args[3]));
        Thread.currentThread().join(); // until it is told to end
    }
}
