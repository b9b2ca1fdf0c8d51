package dev.todoapp.localcloud.frontdoor;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the templates can't say about a laptop.
 *
 * @param address that the front door listens on: loopback, but in a container
 * @param port where it listens; 0 takes a free one
 * @param websiteFolder what is in the website's bucket, such as {@code frontend/dist}. It may be built later
 * @param jwksLocation where the tokens' keys are read in place of {@code <issuer>/.well-known/jwks.json}
 */
public record FrontDoorSettings(
        InetAddress address,
        int port,
        Path websiteFolder,
        @Nullable URI jwksLocation) {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** On loopback. */
    public FrontDoorSettings(int port, Path websiteFolder, @Nullable URI jwksLocation) {
        this(LOOPBACK, port, websiteFolder, jwksLocation);
    }

    /** With the keys where the issuer publishes them. */
    public FrontDoorSettings(int port, Path websiteFolder) {
        this(port, websiteFolder, null);
    }
}
